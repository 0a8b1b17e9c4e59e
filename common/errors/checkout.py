"""Errors of placing an order: the cart is sound, the world has changed since it was filled."""

from dataclasses import dataclass
from typing import ClassVar

from common.errors.api_error import ApiError


class CheckoutError(ApiError):
    pass


@dataclass
class OutOfStock(CheckoutError):
    """Reduce these line items, or order again after restocking."""

    line_items: list[str]
    skus: list[str]

    def __str__(self) -> str:
        return f"Some line items are out of stock: {', '.join(self.skus)}."


@dataclass
class PriceChanged(CheckoutError):
    """Recalculate the cart, show it to the shopper, and order its new version."""

    line_items: list[str]
    shipping: bool

    def __str__(self) -> str:
        what = [f"line item {id}" for id in self.line_items] + (["the shipping"] if self.shipping else [])
        return f"The price or tax rate has changed for {', '.join(what)}. Recalculate the cart."


@dataclass
class ShippingMethodDoesNotMatchCart(CheckoutError):
    """Choose another shipping method, or change the cart back."""

    def __str__(self) -> str:
        return "The predicate does not match the cart."


@dataclass
class InvalidItemShippingDetails(CheckoutError):
    """Say of all pieces where they go, and of no more than there are."""

    private: ClassVar[frozenset[str]] = frozenset({"quantity", "quantity_sum"})
    subject: str
    item_id: str
    quantity: int
    quantity_sum: int

    def __str__(self) -> str:
        return (
            f"Inconsistent shipping details for {self.subject} with ID {self.item_id}. {self.subject} quantity is "
            f"{self.quantity} and shippingTargets quantity sum is {self.quantity_sum}."
        )


@dataclass
class BeingOrdered(CheckoutError):
    """Somebody else is just turning this cart into an order."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "ConcurrentModification"
    private: ClassVar[frozenset[str]] = frozenset({"id"})
    id: str
    current_version: int

    def __str__(self) -> str:
        return f"Object {self.id} is being ordered and cannot be changed."


@dataclass
class LineItemQuantityBelowLimit(CheckoutError):
    """Put more of it into the cart, or nothing."""

    min_cart_quantity: int
    quantity: int
    line_item: str | None = None

    def __str__(self) -> str:
        return f"Quantity '{self.quantity}' less than minimum '{self.min_cart_quantity}'."


@dataclass
class LineItemQuantityAboveLimit(CheckoutError):
    """Put less of it into the cart."""

    max_cart_quantity: int
    quantity: int
    line_item: str | None = None

    def __str__(self) -> str:
        return f"Quantity '{self.quantity}' greater than maximum '{self.max_cart_quantity}'."
