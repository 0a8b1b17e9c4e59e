"""Addresses at rest, with their custom fields.

https://docs.commercetools.com/api/types#address
"""

from dataclasses import replace

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
