"""The commands that follow when a customer is deleted with ``dataErasure=true``.

First it is found out where traces of the customer are, then each is erased: so a step that broke off half-way and is
repeated still knows all of them.
"""

from dataclasses import dataclass
from typing import ClassVar

from common.contracts.command import Command


@dataclass(frozen=True)
class ErasedCustomer:
    customer_id: str


@dataclass(frozen=True)
class CartsOfCustomer:
    cart_ids: tuple[str, ...]


@dataclass(frozen=True)
class OrdersOfCustomer:
    order_ids: tuple[str, ...]
    payment_ids: tuple[str, ...]


@dataclass(frozen=True)
class FindCarts(Command):
    queue: ClassVar[str] = "cart"
    learns: ClassVar[type | None] = CartsOfCustomer
    customer_id: str


@dataclass(frozen=True)
class FindOrders(Command):
    queue: ClassVar[str] = "order"
    learns: ClassVar[type | None] = OrdersOfCustomer
    customer_id: str


@dataclass(frozen=True)
class EraseCarts(Command):
    """Carts go, and shopping lists; what was ordered is in its order."""

    queue: ClassVar[str] = "cart"
    cart_ids: tuple[str, ...]
    customer_id: str | None = None


@dataclass(frozen=True)
class EraseOrders(Command):
    """Orders and payments stay, as books must, and say nothing of the customer any more."""

    queue: ClassVar[str] = "order"
    order_ids: tuple[str, ...]
    payment_ids: tuple[str, ...]


@dataclass(frozen=True)
class EraseMessages(Command):
    queue: ClassVar[str] = "account"
    customer_id: str
    cart_ids: tuple[str, ...]
    order_ids: tuple[str, ...]
    payment_ids: tuple[str, ...]


@dataclass(frozen=True)
class EraseDeadLetters(Command):
    """Messages that could not be handled, of all services, that speak of any of these."""

    queue: ClassVar[str] = "order"
    customer_id: str
    cart_ids: tuple[str, ...]
    order_ids: tuple[str, ...]
    payment_ids: tuple[str, ...]
