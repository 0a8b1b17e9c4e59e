"""The addresses that items of one cart or order are shipped to, each named by its key.

https://docs.commercetools.com/api/projects/carts#add-itemshippingaddress
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.addresses import item_address, with_changed_item_address, with_item_address
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType, customised
from common.values.addresses import AddressDraft
from common.wire.json import Json

Addresses = list[Json]


@dataclass(frozen=True)
class AddItemShippingAddress:
    address: AddressDraft

    def on(self, addresses: Addresses, context: Context) -> Addresses:
        return with_item_address(addresses, self.address, context)


@dataclass(frozen=True)
class UpdateItemShippingAddress:
    address: AddressDraft

    def on(self, addresses: Addresses, context: Context) -> Addresses:
        return with_changed_item_address(addresses, self.address, context)


@dataclass(frozen=True)
class RemoveItemShippingAddress:
    """Not while an item is to be shipped there."""

    address_key: str

    def on(self, addresses: Addresses, context: Context) -> Addresses:
        gone = item_address(addresses, self.address_key)
        return [address for address in addresses if address is not gone]


@dataclass(frozen=True, kw_only=True)
class SetItemShippingAddressCustomType(SetCustomType):
    address_key: str


@dataclass(frozen=True, kw_only=True)
class SetItemShippingAddressCustomField(SetCustomField):
    address_key: str


ON_THE_LIST: Mapping[str, type] = {
    "addItemShippingAddress": AddItemShippingAddress,
    "updateItemShippingAddress": UpdateItemShippingAddress,
    "removeItemShippingAddress": RemoveItemShippingAddress,
}


def item_addresses(actions: Actions[Any]) -> None:
    """For resources with ``item_shipping_addresses`` and ``items`` that may be shipped there."""

    def on_the_list(payload: Any, resource: Any, context: Context) -> None:
        resource.item_shipping_addresses = payload.on(list(resource.item_shipping_addresses or ()), context)
        _check_targets(resource)

    def on_one(payload: Any, resource: Any, context: Context) -> None:
        addresses = list(resource.item_shipping_addresses or ())
        chosen = item_address(addresses, payload.address_key)
        resource.item_shipping_addresses = [
            customised(address, payload, context) if address is chosen else address for address in addresses
        ]

    for name, payload in ON_THE_LIST.items():
        actions.add(name, payload, on_the_list)
    actions.add("setItemShippingAddressCustomType", SetItemShippingAddressCustomType, on_one)
    actions.add("setItemShippingAddressCustomField", SetItemShippingAddressCustomField, on_one)


def _check_targets(resource: Any) -> None:
    known = {address["key"] for address in resource.item_shipping_addresses}
    for item in resource.items:
        for target in (item.get("shippingDetails") or {}).get("targets", ()):
            if target["addressKey"] not in known:
                raise InvalidOperation(f"Items are to be shipped to the address '{target['addressKey']}'.")
