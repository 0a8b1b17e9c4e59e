"""Addresses at rest, with their custom fields; those that items are shipped to are named by key.

https://docs.commercetools.com/api/types#address
"""

from dataclasses import replace
from uuid import uuid4

from common.errors import DuplicateField, InvalidField
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.addresses import AddressDraft
from common.wire import dump
from common.wire.json import Json


def address_at_rest(draft: AddressDraft | None, context: Context) -> Json | None:
    if draft is None:
        return None
    custom = custom_at_rest(draft.custom, "address", context)
    return dump(replace(draft, custom=None)) | ({"custom": custom} if custom else {})


def item_addresses_at_rest(drafts: tuple[AddressDraft, ...], context: Context) -> list[Json]:
    """Those that lines refer to by key; each key once."""
    made: list[Json] = []
    for draft in drafts:
        made = with_item_address(made, draft, context)
    return made


def with_item_address(addresses: list[Json], draft: AddressDraft, context: Context) -> list[Json]:
    if any(address["key"] == draft.key for address in addresses):
        raise DuplicateField("key", draft.key)
    return [*addresses, _keyed(draft, context)]


def with_changed_item_address(addresses: list[Json], draft: AddressDraft, context: Context) -> list[Json]:
    """The address of the same key replaced."""
    item_address(addresses, draft.key)
    return [_keyed(draft, context) if address["key"] == draft.key else address for address in addresses]


def item_address(addresses: list[Json], key: str | None) -> Json:
    for address in addresses:
        if address["key"] == key:
            return address
    raise InvalidField("address.key", key, [address["key"] for address in addresses])


def _keyed(draft: AddressDraft, context: Context) -> Json:
    if draft.key is None:
        raise InvalidField("address.key", None)
    return {"id": draft.id or uuid4().hex[:8], **(address_at_rest(draft, context) or {})}
