"""Where an order goes and who pays for it; the cart it came from keeps its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.messages import OrderBillingAddressSet, OrderShippingAddressSet
from common.resources.addresses import address_at_rest
from common.resources.context import Context
from common.resources.families.custom_fields import address_custom_fields
from common.resources.families.item_addresses import item_addresses
from common.resources.messages import Message
from common.values.addresses import AddressDraft

actions.include(
    item_addresses,
    address_custom_fields("shipping_address", "setShippingAddress"),
    address_custom_fields("billing_address", "setBillingAddress"),
)


@actions("setShippingAddress")
@dataclass(frozen=True)
class SetShippingAddress:
    address: AddressDraft | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        old, order.shipping_address = order.shipping_address, address_at_rest(self.address, context)
        if order.shipping_address != old:
            yield OrderShippingAddressSet(order.shipping_address, old)


@actions("setBillingAddress")
@dataclass(frozen=True)
class SetBillingAddress:
    address: AddressDraft | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        old, order.billing_address = order.billing_address, address_at_rest(self.address, context)
        if order.billing_address != old:
            yield OrderBillingAddressSet(order.billing_address, old)
