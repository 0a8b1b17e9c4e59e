"""Stock of cancelled orders: back on the shelf, all of it in one transaction with the answer."""

from pymongo.client_session import ClientSession

from apps.product.inventory.document import InventoryEntry
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.cancelling import ReturnStock
from common.resources.document import Stored, collection_of
from common.resources.marks import change_where
from common.resources.write import tell
from common.sagas.receivers import answers_of, receive_whole
from workers.product.stock import Demand, demands_of, quantity_marked


@handles(ReturnStock)
def return_stock(command: ReturnStock) -> Answered:
    return receive_whole(answers_of("product"), command, put_on_the_shelf, tell_of_entries)


def put_on_the_shelf(command: ReturnStock, session: ClientSession) -> None:
    """An entry that is not there any more takes nothing back."""
    for demand in demands_of(command.stock):
        entries = collection_of(InventoryEntry)
        entry = entries.find_one({"projectKey": command.project_key, "_place": demand.place}, session=session)
        if entry is not None:
            guard = {"_id": entry["_id"], "projectKey": command.project_key}
            change_where("inventory-entry", InventoryEntry, guard, _back(entry, demand, command.order_id), session)


def _back(entry: Stored, demand: Demand, order_id: str) -> Stored:
    """Pieces that were sold come back into the stock; those still set aside (placing the order is not quite over)
    are set free, and will not be sold any more.
    """
    marked = quantity_marked(entry, order_id)
    if not marked:
        return {"$inc": {"quantityOnStock": demand.quantity, "availableQuantity": demand.quantity}}
    sold = marked - demand.quantity
    return {
        "$inc": {"quantityOnStock": -sold, "availableQuantity": demand.quantity},
        "$pull": {"_reservations": {"saga": order_id}},
    }


def tell_of_entries(command: ReturnStock) -> None:
    of_skus = {"projectKey": command.project_key, "sku": {"$in": sorted({line.sku for line in command.stock})}}
    for entry in collection_of(InventoryEntry).find(of_skus, {"_id": 1}):
        tell(InventoryEntry, entry["_id"])
