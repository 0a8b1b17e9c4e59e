"""Actions on whose cart it is."""

from dataclasses import dataclass

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.customers import belong_to
from apps.cart.carts.document import Cart
from apps.cart.carts.prices import reprice
from common.errors import InvalidOperation
from common.resources.context import Context
from common.values.references import ToCustomerGroup


@actions("setCustomerEmail")
@dataclass(frozen=True)
class SetCustomerEmail:
    email: str | None = None

    def apply(self, cart: Cart) -> None:
        cart.customer_email = self.email


@actions("setCustomerId")
@dataclass(frozen=True)
class SetCustomerId:
    """Give the cart to a customer, or to nobody; prices are those of the customer's group."""

    customer_id: str | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        if self.customer_id is not None:
            belong_to(cart, self.customer_id, context)
        else:
            cart.customer_id = cart.customer_group = None
        reprice(cart, cart.line_items, context)


@actions("setCustomerGroup")
@dataclass(frozen=True)
class SetCustomerGroup:
    """For a buyer who has not signed in."""

    customer_group: ToCustomerGroup | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        if cart.customer_id is not None:
            raise InvalidOperation("The cart has a customer, whose customer group counts.")
        cart.customer_group = self.customer_group and self.customer_group.to_json()
        reprice(cart, cart.line_items, context)


@actions("setAnonymousId")
@dataclass(frozen=True)
class SetAnonymousId:
    anonymous_id: str | None = None

    def apply(self, cart: Cart) -> None:
        if self.anonymous_id is not None and cart.customer_id is not None:
            raise InvalidOperation("The cart has a customer and cannot be anonymous.")
        cart.anonymous_id = self.anonymous_id
