"""Cart discounts, on one card."""

from apps.cart.cart_discounts.actions import actions
from apps.cart.cart_discounts.document import CartDiscount
from apps.cart.cart_discounts.draft import CartDiscountDraft, born
from apps.cart.cart_discounts.grouping import show_groups_order
from apps.cart.cart_discounts.messages import CartDiscountCreated, CartDiscountDeleted
from apps.cart.discount_codes.document import DiscountCode
from common.resources.card import ResourceType, Scopes
from common.resources.document import on_the_wire, stored

cart_discounts = ResourceType(
    path="cart-discounts",
    type_id="cart-discount",
    document=CartDiscount,
    draft=CartDiscountDraft,
    actions=actions,
    scopes=Scopes(
        view=("view_cart_discounts", "view_orders"),
        manage=("manage_cart_discounts", "manage_orders"),
    ),
    born=born,
    present=show_groups_order,
    created=lambda discount: CartDiscountCreated(on_the_wire(stored(discount))),
    deleted=lambda _: CartDiscountDeleted(),
    referenced_by=((DiscountCode, "cartDiscounts.id", "discount-code"),),
)
