"""What a client may do to a category.

https://docs.commercetools.com/api/projects/categories#update-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.product.categories.document import Category
from apps.product.categories.messages import CategorySlugChanged
from apps.product.categories.tree import ancestors_of, checked_order_hint
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.assets import assets
from common.resources.families.custom_fields import custom_fields
from common.resources.messages import Message
from common.values.localized import Localized
from common.values.references import ToCategory
from common.values.slugs import checked_slug

actions = Actions(Category)

actions.sets(
    changeName="name",
    setDescription="description",
    setExternalId="external_id",
    setKey="key",
    setMetaDescription="meta_description",
    setMetaKeywords="meta_keywords",
    setMetaTitle="meta_title",
)
actions.include(custom_fields("category"), assets)


@actions("changeSlug")
@dataclass(frozen=True)
class ChangeSlug:
    """Give the category new URLs; each slug is unique per locale in the project."""

    slug: Localized

    def apply(self, category: Category) -> Iterator[Message]:
        if self.slug != category.slug:
            old, category.slug = category.slug, checked_slug(self.slug)
            yield CategorySlugChanged(slug=self.slug, old_slug=old)


@actions("changeOrderHint")
@dataclass(frozen=True)
class ChangeOrderHint:
    order_hint: str

    def apply(self, category: Category) -> None:
        category.order_hint = checked_order_hint(self.order_hint)


@actions("changeParent")
@dataclass(frozen=True)
class ChangeParent:
    """Hang the category, and so all below it, under another one."""

    parent: ToCategory

    def apply(self, category: Category, context: Context) -> None:
        ancestors = ancestors_of(self.parent, context)
        if any(ancestor["id"] == category.id for ancestor in ancestors):
            raise InvalidOperation("A category cannot be moved below itself.")
        if category.parent != self.parent.to_json():
            category.parent, category.ancestors, category._moved = self.parent.to_json(), ancestors, True
