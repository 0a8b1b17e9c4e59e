"""How a discount group is born.

https://docs.commercetools.com/api/projects/discount-groups#discountgroupdraft
"""

from dataclasses import dataclass

from apps.cart.discount_groups.document import DiscountGroup
from apps.cart.discount_groups.sorting import check_that_it_is_free
from common.resources.card import shared_fields
from common.resources.context import Context
from common.values.discounts import SortOrder
from common.values.localized import Localized
from common.values.texts import Key


@dataclass(frozen=True, kw_only=True)
class DiscountGroupDraft:
    key: Key
    sort_order: SortOrder
    name: Localized | None = None
    description: Localized | None = None
    is_active: bool = True


def born(draft: DiscountGroupDraft, context: Context) -> DiscountGroup:
    check_that_it_is_free(context.project_key, draft.sort_order)
    return DiscountGroup(**shared_fields(draft, DiscountGroup))
