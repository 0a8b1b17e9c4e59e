"""Tax categories, on one card."""

from dataclasses import dataclass
from functools import reduce

from apps.product.tax_categories.actions import actions
from apps.product.tax_categories.document import TaxCategory
from apps.product.tax_categories.rates import TaxRateDraft, added
from common.resources.card import ResourceType, Scopes, shared_fields
from common.resources.context import Context
from common.values.texts import Key
from common.wire.json import Json


@dataclass(frozen=True)
class TaxCategoryDraft:
    name: str
    key: Key | None = None
    description: str | None = None
    rates: tuple[TaxRateDraft, ...] = ()


def born(draft: TaxCategoryDraft, _: Context) -> TaxCategory:
    rates: list[Json] = reduce(added, draft.rates, [])
    return TaxCategory(**shared_fields(draft, TaxCategory, without=["rates"]), rates=rates)


tax_categories = ResourceType(
    path="tax-categories",
    type_id="tax-category",
    document=TaxCategory,
    draft=TaxCategoryDraft,
    actions=actions,
    scopes=Scopes(view=("view_tax_categories", "view_products"), manage=("manage_tax_categories", "manage_products")),
    born=born,
)
