"""The commands that take over an order from elsewhere, beside those of stock."""

from dataclasses import dataclass
from typing import Any, ClassVar

from common.contracts.checkout import StockLine
from common.contracts.command import Command

Json = dict[str, Any]


@dataclass(frozen=True)
class ImportOrder:
    """The order as it will be, on the wire; its id is the saga's."""

    order: Json
    stock: tuple[StockLine, ...]


@dataclass(frozen=True)
class CreateImportedOrder(Command):
    """Bring the order into the world: from here on there is no way back."""

    queue: ClassVar[str] = "order"
    order: Json
