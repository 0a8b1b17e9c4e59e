"""Carts, on one card."""

from apps.cart.carts.actions import actions
from apps.cart.carts.awaiting import with_stock
from apps.cart.carts.document import Cart
from apps.cart.carts.draft import CartDraft, born
from apps.cart.carts.reserving import give_back_later
from common.resources.card import ResourceType, Scopes

carts = ResourceType(
    path="carts",
    type_id="cart",
    document=Cart,
    draft=CartDraft,
    actions=actions,
    scopes=Scopes(view=("view_orders",), manage=("manage_orders",)),
    born=born,
    carrier="order",
    of_store="store",
    check_delete=give_back_later,
    awaits=with_stock,
)
