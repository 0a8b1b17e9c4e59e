"""Of the discounts in one group, the one that saves the buyer most: tried on the lines as those before it left them.

https://docs.commercetools.com/api/projects/discount-groups
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from apps.cart.carts.discounts.applied import Applied
from apps.cart.carts.discounts.effects import lines_after

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def best_of(group: Sequence[Applied], before: Sequence[Applied], cart: "Cart") -> Applied:
    """Of those that save as much, the one with the smaller id."""
    return min(group, key=lambda each: (-_saved(each, before, cart), each.id))


def _saved(one: Applied, before: Sequence[Applied], cart: "Cart") -> Fraction:
    """In cents, and fractions of them."""
    return sum((line.saved_by(one.id) for line in lines_after(cart, [*before, one]).values()), Fraction())
