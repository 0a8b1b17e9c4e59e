"""Actions on addresses: to where it goes, and who pays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.addresses import (
    address_at_rest,
    item_address,
    with_changed_item_address,
    with_item_address,
)
from apps.cart.carts.document import Cart
from apps.cart.carts.tax_rates import forget_tax_rates
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.values.addresses import AddressDraft
from common.wire.json import Json


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
        elif cart.tax_mode == "Platform" and _taxed_at(before) != _taxed_at(cart.shipping_address):
            forget_tax_rates(cart)


@actions("setBillingAddress")
@dataclass(frozen=True)
class SetBillingAddress:
    address: AddressDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        cart.billing_address = address_at_rest(self.address, context)


@actions("addItemShippingAddress")
@dataclass(frozen=True)
class AddItemShippingAddress:
    address: AddressDraft

    def apply(self, cart: Cart, context: Context) -> None:
        cart.item_shipping_addresses = with_item_address(cart.item_shipping_addresses, self.address, context)


@actions("updateItemShippingAddress")
@dataclass(frozen=True)
class UpdateItemShippingAddress:
    address: AddressDraft

    def apply(self, cart: Cart, context: Context) -> None:
        changed = with_changed_item_address(cart.item_shipping_addresses, self.address, context)
        cart.item_shipping_addresses = changed


@actions("removeItemShippingAddress")
@dataclass(frozen=True)
class RemoveItemShippingAddress:
    """Not while an item is to be shipped there."""

    address_key: str

    def apply(self, cart: Cart) -> None:
        gone = item_address(cart.item_shipping_addresses, self.address_key)
        targets = [target for item in cart.items for target in item.get("shippingDetails", {}).get("targets", ())]
        if any(target["addressKey"] == self.address_key for target in targets):
            raise InvalidOperation(f"Items are to be shipped to the address '{self.address_key}'.")
        cart.item_shipping_addresses = [each for each in cart.item_shipping_addresses if each is not gone]


@actions("setItemShippingAddressCustomType")
@dataclass(frozen=True, kw_only=True)
class SetItemShippingAddressCustomType(SetCustomType):
    address_key: str

    def apply(self, cart: Cart, context: Context) -> None:
        _customise(item_address(cart.item_shipping_addresses, self.address_key), self, context)


@actions("setItemShippingAddressCustomField")
@dataclass(frozen=True, kw_only=True)
class SetItemShippingAddressCustomField(SetCustomField):
    address_key: str

    def apply(self, cart: Cart, context: Context) -> None:
        _customise(item_address(cart.item_shipping_addresses, self.address_key), self, context)


def _on(attribute: str) -> Callable[[Any, Cart, Context], None]:
    def apply(payload: SetCustomType | SetCustomField, cart: Cart, context: Context) -> None:
        address = getattr(cart, attribute)
        if address is None:
            raise InvalidOperation("The cart has no such address.")
        _customise(address, payload, context)

    return apply


actions.add("setShippingAddressCustomType", SetCustomType, _on("shipping_address"))
actions.add("setShippingAddressCustomField", SetCustomField, _on("shipping_address"))
actions.add("setBillingAddressCustomType", SetCustomType, _on("billing_address"))
actions.add("setBillingAddressCustomField", SetCustomField, _on("billing_address"))


def _customise(address: Json, payload: SetCustomType | SetCustomField, context: Context) -> None:
    custom = payload.on(address.get("custom"), "address", context)
    if custom is None:
        address.pop("custom", None)
    else:
        address["custom"] = custom


def _taxed_at(address: Json | None) -> tuple[Any, Any]:
    return (address["country"], address.get("state")) if address else (None, None)
