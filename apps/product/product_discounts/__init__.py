"""Product discounts, on one card.

What they take off stands in the prices of the products themselves: ``prices`` says what it is, each write of a product
brings its own prices up to date, and a worker those of all products after a discount changed (``following``).
"""

from apps.product.product_discounts.actions import actions
from apps.product.product_discounts.document import ProductDiscount
from apps.product.product_discounts.draft import ProductDiscountDraft, born
from apps.product.product_discounts.notes import leave_note
from common.resources.card import ResourceType, Scopes

product_discounts = ResourceType(
    path="product-discounts",
    type_id="product-discount",
    document=ProductDiscount,
    draft=ProductDiscountDraft,
    actions=actions,
    scopes=Scopes(
        view=("view_product_discounts", "view_products"),
        manage=("manage_product_discounts", "manage_products"),
    ),
    born=born,
    check_delete=lambda discount, _: leave_note(discount),
)
