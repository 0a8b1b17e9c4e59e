"""What a half says in words."""

from dataclasses import dataclass
from typing import Any

from apps.product.products.actions.halves import OnHalf, Told, staged_sets
from apps.product.products.catalog import SearchKeywords
from apps.product.products.document import Product
from apps.product.products.messages import ProductSlugChanged
from common.resources.actions import Actions
from common.resources.context import Context
from common.values.localized import Localized
from common.values.slugs import checked_slug
from common.wire import dump
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class ChangeSlug(OnHalf):
    """Each slug is unique per locale in the project, the slugs of both halves of every product counted."""

    slug: Localized

    def on_half(self, half: Json, product: Product, context: Context) -> Told:
        old, half["slug"] = half["slug"], checked_slug(self.slug)
        return [ProductSlugChanged(slug=self.slug, old_slug=old)] if old != self.slug else None


@dataclass(frozen=True, kw_only=True)
class SetSearchKeywords(OnHalf):
    search_keywords: SearchKeywords

    def on_half(self, half: Json, product: Product, context: Context) -> None:
        half["searchKeywords"] = dump(self.search_keywords)


def texts(actions: Actions[Any]) -> None:
    staged_sets(
        actions,
        {
            "changeName": "name",
            "setDescription": "description",
            "setMetaDescription": "meta_description",
            "setMetaKeywords": "meta_keywords",
            "setMetaTitle": "meta_title",
        },
    )
    actions("changeSlug")(ChangeSlug)
    actions("setSearchKeywords")(SetSearchKeywords)
