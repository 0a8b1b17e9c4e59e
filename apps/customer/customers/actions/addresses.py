"""Where a customer lives, and which address is for what. An address that goes loses its uses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from apps.customer.customers import messages as told
from apps.customer.customers.actions.registry import actions
from apps.customer.customers.addresses import NamedAddress, with_address, with_changed_address
from apps.customer.customers.document import Customer
from common.errors import InvalidInput
from common.resources.context import Context
from common.resources.messages import Message
from common.values.addresses import AddressDraft
from common.wire.json import Json


@actions("addAddress")
@dataclass(frozen=True)
class AddAddress:
    address: AddressDraft

    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        customer.addresses = with_address(customer.addresses, self.address, context)
        yield told.CustomerAddressAdded(customer.addresses[-1])


@actions("changeAddress")
@dataclass(frozen=True, kw_only=True)
class ChangeAddress(NamedAddress):
    address: AddressDraft

    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        old, before = self.of(customer), customer.addresses
        customer.addresses = with_changed_address(before, old, self.address, context)
        if customer.addresses != before:
            changed = customer.addresses[before.index(old)]
            yield told.CustomerAddressChanged(changed, _roles(customer, old))


@actions("removeAddress")
@dataclass(frozen=True, kw_only=True)
class RemoveAddress(NamedAddress):
    def apply(self, customer: Customer) -> Iterator[Message]:
        gone = self.of(customer)
        roles = _roles(customer, gone)
        customer.addresses = [one for one in customer.addresses if one is not gone]
        for use in (SHIPPING, BILLING):
            use.end(customer, gone)
        yield told.CustomerAddressRemoved(gone, roles)


@dataclass(frozen=True)
class Use:
    """What addresses are for: their ids, one of which may be the default."""

    role: told.AddressRole
    added: Callable[[Json], Message]
    removed: Callable[[Json], Message]
    default_set: Callable[[Json | None], Message]

    @property
    def ids_field(self) -> str:
        return f"{self.role.lower()}_address_ids"

    @property
    def default_field(self) -> str:
        return f"default_{self.role.lower()}_address_id"

    def ids(self, customer: Customer) -> list[str]:
        ids: list[str] = getattr(customer, self.ids_field)
        return ids

    def begin(self, customer: Customer, address: Json) -> None:
        if address["id"] not in self.ids(customer):
            setattr(customer, self.ids_field, [*self.ids(customer), address["id"]])

    def end(self, customer: Customer, address: Json) -> None:
        setattr(customer, self.ids_field, [id for id in self.ids(customer) if id != address["id"]])
        if getattr(customer, self.default_field) == address["id"]:
            setattr(customer, self.default_field, None)


SHIPPING = Use(
    "Shipping",
    told.CustomerShippingAddressAdded,
    told.CustomerShippingAddressRemoved,
    told.CustomerDefaultShippingAddressSet,
)
BILLING = Use(
    "Billing",
    told.CustomerBillingAddressAdded,
    told.CustomerBillingAddressRemoved,
    told.CustomerDefaultBillingAddressSet,
)


def _roles(customer: Customer, address: Json) -> list[told.AddressRole]:
    return [use.role for use in (SHIPPING, BILLING) if address["id"] in use.ids(customer)]


def _declare(use: Use) -> None:
    """``addShippingAddressId``, ``removeShippingAddressId``, ``setDefaultShippingAddress``, or the same for bills."""

    def add(named: NamedAddress, customer: Customer, _: Any) -> Iterator[Message]:
        address = named.of(customer)
        if address["id"] not in use.ids(customer):
            use.begin(customer, address)
            yield use.added(address)

    def remove(named: NamedAddress, customer: Customer, _: Any) -> Iterator[Message]:
        address = named.of(customer)
        if address["id"] not in use.ids(customer):
            raise InvalidInput(f"The address '{address['id']}' is not a {use.role.lower()} address.")
        use.end(customer, address)
        yield use.removed(address)

    def set_default(named: NamedAddress, customer: Customer, _: Any) -> Iterator[Message]:
        """No address named: no default any more, as clients that compare two states of a customer send it."""
        address = None if named.names_none else named.of(customer)
        if address is not None:
            use.begin(customer, address)
        id = address and address["id"]
        if getattr(customer, use.default_field) != id:
            setattr(customer, use.default_field, id)
            yield use.default_set(address)

    actions.add(f"add{use.role}AddressId", NamedAddress, add)
    actions.add(f"remove{use.role}AddressId", NamedAddress, remove)
    actions.add(f"setDefault{use.role}Address", NamedAddress, set_default)


_declare(SHIPPING)
_declare(BILLING)
