"""Discount codes, on one card."""

from apps.cart.discount_codes.actions import actions
from apps.cart.discount_codes.document import DiscountCode
from apps.cart.discount_codes.draft import DiscountCodeDraft, born
from apps.cart.discount_codes.messages import DiscountCodeCreated, DiscountCodeDeleted
from common.resources.card import ResourceType, Scopes
from common.resources.document import on_the_wire, stored

discount_codes = ResourceType(
    path="discount-codes",
    type_id="discount-code",
    document=DiscountCode,
    draft=DiscountCodeDraft,
    actions=actions,
    scopes=Scopes(
        view=("view_discount_codes", "view_orders"),
        manage=("manage_discount_codes", "manage_orders"),
    ),
    born=born,
    created=lambda code: DiscountCodeCreated(on_the_wire(stored(code))),
    deleted=lambda _: DiscountCodeDeleted(),
)
