"""Custom fields of a customer and of each address; unlike in most places, a change of theirs is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.customer.customers.actions.registry import actions
from apps.customer.customers.addresses import NamedAddress
from apps.customer.customers.document import Customer
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType, customised
from common.resources.families.told_custom_fields import CustomMessages, told_custom_fields
from common.resources.messages import Message

actions.include(told_custom_fields("customer", CustomMessages("Customer")))
of_address = CustomMessages("CustomerAddress", "address_id")


@actions("setAddressCustomType")
@dataclass(frozen=True, kw_only=True)
class SetAddressType(SetCustomType):
    address_id: str

    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        return _on_address(customer, self.address_id, self, context)


@actions("setAddressCustomField")
@dataclass(frozen=True, kw_only=True)
class SetAddressField(SetCustomField):
    address_id: str

    def apply(self, customer: Customer, context: Context) -> Iterator[Message]:
        return _on_address(customer, self.address_id, self, context)


def _on_address(
    customer: Customer, id: str, payload: SetCustomType | SetCustomField, context: Context
) -> Iterator[Message]:
    old = NamedAddress(address_id=id).of(customer)
    new = customised(old, payload, context)
    customer.addresses = [new if one is old else one for one in customer.addresses]
    yield from of_address.told(payload, old.get("custom"), new.get("custom"), address_id=id)
