"""What discounts and shipping methods may ask of a cart: the facts by which their predicates are read.

``predicate(text, CART).holds(SeenCart(cart, context))``

https://docs.commercetools.com/api/projects/predicates
"""

from apps.cart.predicates.carts import CART
from apps.cart.predicates.custom_line_items import CUSTOM_LINE_ITEM
from apps.cart.predicates.line_items import LINE_ITEM
from apps.cart.predicates.seen import SeenCart, SeenItem

__all__ = ["CART", "CUSTOM_LINE_ITEM", "LINE_ITEM", "SeenCart", "SeenItem"]
