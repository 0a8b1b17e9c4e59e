"""The commands that give a shopper who signs up or in what the time before left."""

from dataclasses import dataclass
from typing import Any, ClassVar

from common.contracts.command import Command

Json = dict[str, Any]


@dataclass(frozen=True)
class SignedIn:
    """Who signed in, and what is known of the time before. Without any of that, the customer's own cart is meant."""

    customer_id: str
    mode: str
    """``MergeWithExistingCustomerCart`` or ``UseAsNewActiveCustomerCart``."""
    update_product_data: bool = False
    anonymous_cart_id: str | None = None
    anonymous_cart_key: str | None = None
    anonymous_id: str | None = None
    asked_for_by: Json | None = None
    store_key: str | None = None
    """Where they signed in, if that was at a store: only its carts are meant."""


@dataclass(frozen=True)
class CartOfCustomer:
    cart: Json | None = None
    """None where the customer has none."""


@dataclass(frozen=True)
class HandOverCart(Command):
    """Make the anonymous cart the customer's, or part of the customer's."""

    queue: ClassVar[str] = "cart"
    asked_by: ClassVar[str] = "customer"
    learns: ClassVar[type | None] = CartOfCustomer
    customer_id: str
    mode: str
    update_product_data: bool = False
    anonymous_cart_id: str | None = None
    anonymous_cart_key: str | None = None
    anonymous_id: str | None = None
    asked_for_by: Json | None = None
    store_key: str | None = None


@dataclass(frozen=True)
class HandOverOrders(Command):
    """Make the orders and payments of the anonymous session the customer's."""

    queue: ClassVar[str] = "order"
    asked_by: ClassVar[str] = "customer"
    customer_id: str
    anonymous_id: str | None = None
    asked_for_by: Json | None = None
    store_key: str | None = None

    @property
    def asks_nothing(self) -> bool:
        return self.anonymous_id is None
