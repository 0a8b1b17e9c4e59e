"""Custom fields of a customer and of each address; unlike elsewhere, a change of theirs is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.customer.customers import messages as told
from apps.customer.customers.actions.registry import actions
from apps.customer.customers.addresses import NamedAddress
from apps.customer.customers.document import Customer
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType, customised
from common.resources.messages import Message
from common.wire.json import Json


@actions("setCustomType")
@dataclass(frozen=True, kw_only=True)
class SetType(SetCustomType):
    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        before, customer.custom = customer.custom, self.on(customer.custom, "customer", context)
        yield from _type_told(before, customer.custom, "Customer")


@actions("setCustomField")
@dataclass(frozen=True, kw_only=True)
class SetField(SetCustomField):
    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        before, customer.custom = customer.custom, self.on(customer.custom, "customer", context)
        yield from _field_told(self.name, before, customer.custom, "Customer")


@actions("setAddressCustomType")
@dataclass(frozen=True, kw_only=True)
class SetAddressType(SetCustomType):
    address_id: str

    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        before, after = _on_address(customer, self.address_id, self, context)
        yield from _type_told(before, after, "CustomerAddress", address_id=self.address_id)


@actions("setAddressCustomField")
@dataclass(frozen=True, kw_only=True)
class SetAddressField(SetCustomField):
    address_id: str

    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        before, after = _on_address(customer, self.address_id, self, context)
        yield from _field_told(self.name, before, after, "CustomerAddress", address_id=self.address_id)


def _on_address(
    customer: Customer, id: str, payload: SetCustomType | SetCustomField, context: Context
) -> tuple[Json | None, Json | None]:
    """Its custom fields before and after."""
    old = NamedAddress(address_id=id).of(customer)
    new = customised(old, payload, context)
    customer.addresses = [new if one is old else one for one in customer.addresses]
    return old.get("custom"), new.get("custom")


def _type_told(before: Json | None, after: Json | None, of: str, **where: str) -> Iterator[Message]:
    if before == after:
        return
    previous = before["type"]["id"] if before else None
    if after:
        yield _message(f"{of}CustomTypeSet", custom_fields=after, previous_type_id=previous, **where)
    else:
        yield _message(f"{of}CustomTypeRemoved", previous_type_id=previous, **where)


def _field_told(name: str, before: Json | None, after: Json | None, of: str, **where: str) -> Iterator[Message]:
    was, now = (side["fields"].get(name) if side else None for side in (before, after))
    if was == now:
        return
    if now is None:
        yield _message(f"{of}CustomFieldRemoved", name=name, **where)
    elif was is None:
        yield _message(f"{of}CustomFieldAdded", name=name, value=now, **where)
    else:
        yield _message(f"{of}CustomFieldChanged", name=name, value=now, previous_value=was, **where)


def _message(type_name: str, **fields: Any) -> Message:
    made: Message = getattr(told, type_name)(**fields)
    return made
