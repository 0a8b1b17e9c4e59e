"""Products, on one card."""

from apps.product.products.actions import actions
from apps.product.products.document import Product
from apps.product.products.draft import ProductDraft, born
from apps.product.products.messages import ProductCreated, ProductDeleted
from apps.product.products.price_selection import present
from apps.product.products.projection import projection_of
from common.errors import InvalidOperation
from common.resources.card import ResourceType, Scopes
from common.resources.context import Context
from common.resources.document import on_the_wire, stored


def _check_delete(product: Product, _: Context) -> None:
    if product.master_data["published"]:
        raise InvalidOperation("A published product cannot be deleted; unpublish it first.")


products = ResourceType(
    path="products",
    type_id="product",
    document=Product,
    draft=ProductDraft,
    actions=actions,
    scopes=Scopes(view=("view_products",), manage=("manage_products",)),
    born=born,
    created=lambda product: ProductCreated(projection_of(on_the_wire(stored(product)), "staged")),
    deleted=lambda product: ProductDeleted(current_projection=projection_of(on_the_wire(stored(product)), "current")),
    check_delete=_check_delete,
    present=present,
)
