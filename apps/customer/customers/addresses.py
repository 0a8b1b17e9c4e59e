"""A customer's addresses: each with an id of ours, some with a key, and what they are used for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from apps.customer.customers.document import Customer
from common.errors import DuplicateField, InvalidField, InvalidInput, InvalidJsonInput
from common.resources.addresses import address_at_rest
from common.resources.context import Context
from common.values.addresses import AddressDraft
from common.wire.json import Json

MAX_ADDRESSES = 500  # https://docs.commercetools.com/api/limits#customers


def addresses_at_rest(drafts: Iterable[AddressDraft], context: Context) -> list[Json]:
    made: list[Json] = []
    for draft in drafts:
        made = with_address(made, draft, context)
    return made


def with_address(addresses: list[Json], draft: AddressDraft, context: Context) -> list[Json]:
    """One more; the id that the draft may bring is not taken."""
    if len(addresses) >= MAX_ADDRESSES:
        raise InvalidInput(f"A customer has at most {MAX_ADDRESSES} addresses.")
    return [*addresses, _made(draft, uuid4().hex[:8], addresses, context)]


def with_changed_address(addresses: list[Json], old: Json, draft: AddressDraft, context: Context) -> list[Json]:
    """The same place in the list and the same id, everything else as the draft says."""
    changed = _made(draft, old["id"], [one for one in addresses if one is not old], context)
    return [changed if one is old else one for one in addresses]


def _made(draft: AddressDraft, id: str, others: Iterable[Json], context: Context) -> Json:
    if draft.key is not None and any(one.get("key") == draft.key for one in others):
        raise DuplicateField("key", draft.key)
    return {"id": id, **(address_at_rest(replace(draft, id=None), context) or {})}


def id_at(addresses: list[Json], index: int, field: str) -> str:
    """Drafts name addresses by where they stand."""
    if not 0 <= index < len(addresses):
        raise InvalidField(field, index)
    id: str = addresses[index]["id"]
    return id


@dataclass(frozen=True, kw_only=True)
class NamedAddress:
    """The part of an action that says which address it is about."""

    address_id: str | None = None
    address_key: str | None = None

    def of(self, customer: Customer) -> Json:
        """InvalidJsonInput unless it is named exactly once, InvalidInput if the customer has no such address."""
        if (self.address_id is None) == (self.address_key is None):
            raise InvalidJsonInput("Either addressId or addressKey is required.")
        name, value = ("id", self.address_id) if self.address_id is not None else ("key", self.address_key)
        for address in customer.addresses:
            if address.get(name) == value:
                return address
        raise InvalidInput(f"The customer has no address with {name} '{value}'.")

    @property
    def names_none(self) -> bool:
        return self.address_id is None and self.address_key is None
