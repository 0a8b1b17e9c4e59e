"""Actions on addresses: to where it goes, and who pays."""

from dataclasses import dataclass
from typing import Any

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.tax_rates import forget_tax_rates
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
    """It decides the tax rates; without one nothing is taxed, and nothing can be shipped."""

    address: AddressDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        before, cart.shipping_address = cart.shipping_address, address_at_rest(self.address, context)
        if cart.shipping_address is None:
            cart.shipping_info = None
            forget_tax_rates(cart)
            return
        if cart.tax_mode == "Platform" and _taxed_at(before) != _taxed_at(cart.shipping_address):
            forget_tax_rates(cart)
        if cart.shipping_info is not None and before != cart.shipping_address:
            cart.shipping_info.pop("estimatedDelivery", None)


@actions("setBillingAddress")
@dataclass(frozen=True)
class SetBillingAddress:
    address: AddressDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        cart.billing_address = address_at_rest(self.address, context)


def _taxed_at(address: Json | None) -> tuple[Any, Any]:
    return (address["country"], address.get("state")) if address else (None, None)
