"""Product types, on one card."""

from apps.product.product_types.actions import actions
from apps.product.product_types.document import ProductType
from apps.product.product_types.draft import ProductTypeDraft, born
from apps.product.products.document import Product
from common.resources.card import ResourceType, Scopes

product_types = ResourceType(
    path="product-types",
    type_id="product-type",
    document=ProductType,
    draft=ProductTypeDraft,
    actions=actions,
    scopes=Scopes(
        view=("view_product_types", "view_products"),
        manage=("manage_product_types", "manage_products"),
    ),
    born=born,
    referenced_by=((Product, "productType.id", "product"),),
)
