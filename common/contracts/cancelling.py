"""The commands that follow when an order is cancelled."""

from dataclasses import dataclass
from typing import ClassVar

from common.contracts.checkout import StockLine
from common.contracts.command import Command


@dataclass(frozen=True)
class CancelledOrder:
    order_id: str
    stock: tuple[StockLine, ...]
    """What was bought and has not left the house."""
    payment_ids: tuple[str, ...]


@dataclass(frozen=True)
class ReturnStock(Command):
    """Put the pieces back on the shelf."""

    queue: ClassVar[str] = "product"
    order_id: str
    stock: tuple[StockLine, ...]


@dataclass(frozen=True)
class GiveBackPayments(Command):
    """Void what is only authorised, refund what was taken."""

    queue: ClassVar[str] = "order"
    payment_ids: tuple[str, ...]

    @property
    def asks_nothing(self) -> bool:
        return not self.payment_ids
