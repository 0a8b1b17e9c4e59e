"""Shopping lists of a session go with whoever signs in, and those of a customer who is forgotten are forgotten."""

from apps.cart.shopping_lists.document import ShoppingList
from common.contracts.sign_in import SignedIn
from common.http.views import is_within
from common.resources.actions import Action
from common.resources.context import Context
from common.resources.document import collection_of, restored
from common.resources.update import update
from common.resources.write import bury
from common.wire.json import Json

TYPE_ID = "shopping-list"


def hand_over_lists(signed_in: SignedIn, context: Context) -> None:
    """Each becomes the customer's; of those who sign in at a store, only that store's do."""
    if signed_in.anonymous_id is None:
        return
    where = {"store.key": signed_in.store_key} if signed_in.store_key else {}
    left = {"projectKey": context.project_key, "anonymousId": signed_in.anonymous_id}  # a tombstone has none
    for found in collection_of(ShoppingList).find(left, {"_outbox": 0}):
        if is_within(found, where):
            mine = restored(ShoppingList, found)
            update(TYPE_ID, mine, mine.version, [Action("setCustomer", signed_in.customer_id, _belong_to)], context)


def _belong_to(customer_id: str, to: ShoppingList, _: Context) -> None:
    to.customer, to.anonymous_id = {"typeId": "customer", "id": customer_id}, None


def erase_lists(project_key: str, customer_id: str) -> None:
    wanted: Json = {"projectKey": project_key, "customer.id": customer_id}
    for found in collection_of(ShoppingList).find(wanted, {"_outbox": 0}):
        bury(TYPE_ID, restored(ShoppingList, found), [], erase=True)
