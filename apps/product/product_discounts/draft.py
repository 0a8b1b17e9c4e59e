"""How a product discount is born.

https://docs.commercetools.com/api/projects/productDiscounts#productdiscountdraft
"""

from dataclasses import dataclass
from datetime import datetime

from apps.product.product_discounts.document import ProductDiscount
from apps.product.product_discounts.values import Value
from common.resources.card import shared_fields
from common.resources.context import Context
from common.values.discounts import SortOrder
from common.values.localized import Localized
from common.values.texts import Key


@dataclass(frozen=True, kw_only=True)
class ProductDiscountDraft:
    name: Localized
    value: Value
    predicate: str
    sort_order: SortOrder
    is_active: bool
    key: Key | None = None
    description: Localized | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def born(draft: ProductDiscountDraft, _: Context) -> ProductDiscount:
    return ProductDiscount(**shared_fields(draft, ProductDiscount))
