"""How a discount code is born.

https://docs.commercetools.com/api/projects/discountCodes#discountcodedraft
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from marshmallow.validate import Range

from apps.cart.discount_codes.document import Code, DiscountCode
from common.resources.card import shared_fields
from common.resources.context import Context
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Localized
from common.values.references import ToCartDiscount
from common.values.texts import Key
from common.wire import dump

Applications = Annotated[int, Range(min=0, max=2**53, error="Expected a number of at least 0")]


@dataclass(frozen=True, kw_only=True)
class DiscountCodeDraft:
    code: Code
    cart_discounts: tuple[ToCartDiscount, ...]
    key: Key | None = None
    name: Localized | None = None
    description: Localized | None = None
    cart_predicate: str | None = None
    is_active: bool = True
    max_applications: Applications | None = None
    max_applications_per_customer: Applications | None = None
    groups: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    custom: CustomFieldsDraft | None = None


def born(draft: DiscountCodeDraft, _: Context) -> DiscountCode:
    made = shared_fields(draft, DiscountCode, without=["cart_discounts", "custom"])
    return DiscountCode(**made, cart_discounts=dump(draft.cart_discounts))
