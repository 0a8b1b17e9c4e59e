"""Categories, on one card."""

from apps.product.categories.actions import actions
from apps.product.categories.below import all_below, follow
from apps.product.categories.document import Category
from apps.product.categories.draft import CategoryDraft, born
from apps.product.categories.messages import CategoryCreated
from common.resources.card import ResourceType, Scopes
from common.resources.document import on_the_wire, stored

categories = ResourceType(
    path="categories",
    type_id="category",
    document=Category,
    draft=CategoryDraft,
    actions=actions,
    scopes=Scopes(view=("view_categories", "view_products"), manage=("manage_categories", "manage_products")),
    born=born,
    created=lambda category: CategoryCreated(on_the_wire(stored(category))),
    takes_along=all_below,
    afterwards=follow,
)
