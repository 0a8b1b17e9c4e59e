"""What discounts do to a cart: which of them apply (``candidates``, ``codes``, ``best_deal``), the gifts they bring
(``gifts``), and what they take off (``effects``).

https://docs.commercetools.com/api/pricing-and-discounts-overview
"""

from apps.cart.carts.discounts.applied import Applying
from apps.cart.carts.discounts.candidates import applying
from apps.cart.carts.discounts.gifts import sync_gifts

__all__ = ["Applying", "applying", "sync_gifts"]
