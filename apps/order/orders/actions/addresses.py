"""Where an order goes and who pays for it; the cart it came from keeps its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.messages import OrderBillingAddressSet, OrderShippingAddressSet
from common.errors import DuplicateField, InvalidOperation, RequiredField
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.messages import Message
from common.values.addresses import AddressDraft
from common.wire import dump
from common.wire.json import Json


@actions("setShippingAddress")
@dataclass(frozen=True)
class SetShippingAddress:
    address: AddressDraft | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        old, order.shipping_address = order.shipping_address, at_rest(self.address, context)
        if order.shipping_address != old:
            yield OrderShippingAddressSet(order.shipping_address, old)


@actions("setBillingAddress")
@dataclass(frozen=True)
class SetBillingAddress:
    address: AddressDraft | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        old, order.billing_address = order.billing_address, at_rest(self.address, context)
        if order.billing_address != old:
            yield OrderBillingAddressSet(order.billing_address, old)


@actions("addItemShippingAddress")
@dataclass(frozen=True)
class AddItemShippingAddress:
    """One more address that line items may be shipped to, by its key."""

    address: AddressDraft

    def apply(self, order: Order, context: Context) -> None:
        addresses = list(order.item_shipping_addresses or ())
        if self.address.key is None:
            raise RequiredField("address.key")
        if any(known["key"] == self.address.key for known in addresses):
            raise DuplicateField("address.key", self.address.key)
        order.item_shipping_addresses = [*addresses, at_rest(self.address, context)]


@actions("updateItemShippingAddress")
@dataclass(frozen=True)
class UpdateItemShippingAddress:
    address: AddressDraft

    def apply(self, order: Order, context: Context) -> None:
        key = _known(order, self.address.key)
        new = at_rest(self.address, context)
        order.item_shipping_addresses = [
            new if known["key"] == key else known for known in order.item_shipping_addresses
        ]


@actions("removeItemShippingAddress")
@dataclass(frozen=True)
class RemoveItemShippingAddress:
    address_key: str

    def apply(self, order: Order) -> None:
        key = _known(order, self.address_key)
        lines = [*order.line_items, *order.custom_line_items]
        targets = [target for line in lines for target in (line.get("shippingDetails") or {}).get("targets", ())]
        if any(target["addressKey"] == key for target in targets):
            raise InvalidOperation(f"Line items are shipped to the address '{key}'.")
        order.item_shipping_addresses = [known for known in order.item_shipping_addresses if known["key"] != key]


def at_rest(address: AddressDraft | None, context: Context) -> Json | None:
    if address is None:
        return None
    json: Json = dump(address)
    if address.custom:
        json["custom"] = custom_at_rest(address.custom, "address", context)
    return json


def _known(order: Order, key: str | None) -> str:
    if key is None or all(known["key"] != key for known in order.item_shipping_addresses or ()):
        raise InvalidOperation(f"There is no item shipping address with key '{key}'.")
    return key
