"""Actions on addresses: to where it goes, and who pays."""

from dataclasses import dataclass
from typing import Any

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.shipping import renew_rate
from apps.cart.carts.tax_rates import forget_tax_rates
from apps.cart.carts.ways import MULTIPLE
from common.resources.addresses import address_at_rest
from common.resources.context import Context
from common.resources.families.custom_fields import address_custom_fields
from common.resources.families.item_addresses import item_addresses
from common.values.addresses import AddressDraft
from common.wire.json import Json

actions.include(
    item_addresses,
    address_custom_fields("shipping_address", "setShippingAddress"),
    address_custom_fields("billing_address", "setBillingAddress"),
)


@actions("setShippingAddress")
@dataclass(frozen=True)
class SetShippingAddress:
    """It decides on tax and shipping rates; without one nothing is taxed, and nothing can be shipped."""

    address: AddressDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        before, cart.shipping_address = cart.shipping_address, address_at_rest(self.address, context)
        if cart.shipping_address is None:
            cart.shipping_info = cart.shipping_custom_fields = None
            if cart.shipping_mode != MULTIPLE:
                forget_tax_rates(cart)
            return
        if cart.shipping_mode != MULTIPLE and _place(before) != _place(cart.shipping_address):
            renew_rate(cart, context)
            if cart.tax_mode == "Platform":
                forget_tax_rates(cart)
        if cart.shipping_info is not None and before != cart.shipping_address:
            cart.shipping_info.pop("estimatedDelivery", None)


@actions("setBillingAddress")
@dataclass(frozen=True)
class SetBillingAddress:
    address: AddressDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        cart.billing_address = address_at_rest(self.address, context)


def _place(address: Json | None) -> tuple[Any, Any]:
    return (address["country"], address.get("state")) if address else (None, None)
