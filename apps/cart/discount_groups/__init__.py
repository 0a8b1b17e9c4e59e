"""Discount groups, on one card."""

from apps.cart.cart_discounts.document import CartDiscount
from apps.cart.discount_groups.actions import actions
from apps.cart.discount_groups.document import DiscountGroup
from apps.cart.discount_groups.draft import DiscountGroupDraft, born
from apps.cart.discount_groups.messages import DiscountGroupCreated, DiscountGroupDeleted
from common.resources.card import ResourceType, Scopes
from common.resources.document import on_the_wire, stored

discount_groups = ResourceType(
    path="discount-groups",
    type_id="discount-group",
    document=DiscountGroup,
    draft=DiscountGroupDraft,
    actions=actions,
    scopes=Scopes(view=("view_cart_discounts",), manage=("manage_cart_discounts",)),
    born=born,
    created=lambda group: DiscountGroupCreated(on_the_wire(stored(group))),
    deleted=lambda _: DiscountGroupDeleted(),
    referenced_by=((CartDiscount, "discountGroup.id", "cart-discount"),),
)
