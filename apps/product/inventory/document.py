"""How much there is of a sku, in one supply channel or in none.

``availableQuantity`` is the stock less what orders have set aside and carts have reserved. Both are marks in
``_reservations`` (workers/product), written by the same update that lowers the quantity and raises the version: so
a client's change and a reservation cannot overwrite each other.

https://docs.commercetools.com/api/projects/inventory
"""

from datetime import datetime
from typing import Any, ClassVar

from mongoengine import IntField

from apps.product.inventory.levels import StockLevels
from common.contracts.cart_limits import CART_LIMITS
from common.errors import DuplicateField
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.references import ToChannel
from common.values.texts import Key


class InventoryEntry(Resource):
    meta: ClassVar = {"collection": "inventory", "db_alias": "product"}
    unique: ClassVar = (Unique("key"), Unique("_place", refusal=lambda place: DuplicateField("sku", sku_of(place))))
    indexed: ClassVar = ("sku", "supplyChannel.id", "_reservations.cart")
    swept: ClassVar = "_reservations.until"

    key = JsonField(Key)
    sku = JsonField(str, required=True)
    supply_channel = JsonField(ToChannel)
    quantity_on_stock = IntField(required=True)
    available_quantity = IntField()
    restockable_in_days = IntField()
    expected_delivery = JsonField(datetime)
    min_cart_quantity = IntField()
    max_cart_quantity = IntField()
    reservation_expiration_in_minutes = IntField()
    stock_levels = JsonField(StockLevels)
    custom = JsonField(CustomFields)
    _place = JsonField(str)  # "channel:sku", unique in the project
    _aspect = JsonField(str)  # once it has limited carts, they hear of it for ever: also that it does no more

    def settle(self, context: Any) -> None:
        self._place = place_of(self.sku, (self.supply_channel or {}).get("id"))
        if self.available_quantity is None:
            self.available_quantity = self.quantity_on_stock
        if self.min_cart_quantity is not None or self.max_cart_quantity is not None:
            self._aspect = CART_LIMITS


def sku_of(place: str) -> str:
    return place.partition(":")[2]


def place_of(sku: str, supply_channel_id: str | None) -> str:
    """Where stock lies; one entry for each in a project."""
    return f"{supply_channel_id or ''}:{sku}"
