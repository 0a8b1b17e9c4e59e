"""Actions on discount codes and direct discounts; cart discounts come and go by themselves.

https://docs.commercetools.com/api/projects/carts#add-discountcode
"""

from dataclasses import dataclass

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.discounts.adding import DirectDiscountDraft, add_code, direct_discounts_at_rest
from apps.cart.carts.document import Cart
from common.errors import InvalidOperation
from common.resources.context import Context
from common.values.references import ToDiscountCode


@actions("addDiscountCode")
@dataclass(frozen=True)
class AddDiscountCode:
    """The same once more changes nothing."""

    code: str

    def apply(self, cart: Cart, context: Context) -> None:
        add_code(cart, self.code, context)


@actions("removeDiscountCode")
@dataclass(frozen=True)
class RemoveDiscountCode:
    discount_code: ToDiscountCode

    def apply(self, cart: Cart) -> None:
        removed = self.discount_code.to_json()
        if removed not in [each["discountCode"] for each in cart.discount_codes]:
            raise InvalidOperation(f"The cart has no discount code '{self.discount_code.id}'.")
        cart.discount_codes = [each for each in cart.discount_codes if each["discountCode"] != removed]


@actions("setDirectDiscounts")
@dataclass(frozen=True)
class SetDirectDiscounts:
    """These instead of all others, in this order; none bring the cart discounts back."""

    discounts: tuple[DirectDiscountDraft, ...]

    def apply(self, cart: Cart) -> None:
        if self.discounts and cart.discount_codes:
            raise InvalidOperation("A cart with discount codes cannot have direct discounts.")
        cart.direct_discounts = direct_discounts_at_rest(self.discounts)
