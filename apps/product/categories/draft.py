"""How a category is born.

https://docs.commercetools.com/api/projects/categories#categorydraft
"""

from dataclasses import dataclass
from random import SystemRandom

from apps.product.categories.document import Category
from apps.product.categories.tree import ancestors_of, checked_order_hint
from common.resources.card import shared_fields
from common.resources.context import Context
from common.resources.families.assets import assets_at_rest
from common.values.assets import AssetDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Localized
from common.values.references import ToCategory
from common.values.slugs import checked_slug
from common.values.texts import Key, ShortText


@dataclass(frozen=True)
class CategoryDraft:
    name: Localized
    slug: Localized
    key: Key | None = None
    description: Localized | None = None
    parent: ToCategory | None = None
    order_hint: str | None = None
    external_id: ShortText | None = None
    meta_title: Localized | None = None
    meta_description: Localized | None = None
    meta_keywords: Localized | None = None
    assets: tuple[AssetDraft, ...] = ()
    custom: CustomFieldsDraft | None = None


def born(draft: CategoryDraft, context: Context) -> Category:
    checked_slug(draft.slug)
    order_hint = (
        checked_order_hint(draft.order_hint) if draft.order_hint else f"{SystemRandom().uniform(0.001, 0.999):.19f}"
    )
    return Category(
        **shared_fields(draft, Category, without=("assets", "order_hint", "custom")),
        order_hint=checked_order_hint(order_hint),
        ancestors=ancestors_of(draft.parent, context),
        assets=assets_at_rest(draft.assets, context),
    )
