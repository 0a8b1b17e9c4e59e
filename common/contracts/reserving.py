"""The commands that keep a cart's stock reserved while it is being filled (inventory mode ReserveOnCart).

https://docs.commercetools.com/api/inventory-overview
"""

from dataclasses import dataclass
from typing import ClassVar

from common.contracts.checkout import StockLine
from common.contracts.command import Command


@dataclass(frozen=True)
class ReserveOnCart:
    """What the cart wants reserved now: all of it, so that what is not here any more is given back."""

    cart_id: str
    noticed: str
    """Which change of the cart this is about; a later one is about to be noticed separately."""
    lines: tuple[StockLine, ...] = ()
    minutes: int = 1
    """How long what is reserved from now on stays so, where its inventory entry does not say."""
    anew: bool = False
    """Whether that holds for what is reserved already, too, and whatever inventory entries say."""
    releases: bool = True
    """Whether stock is free again once the time is over."""


@dataclass(frozen=True)
class HeldLine:
    """So many pieces are reserved for a line; fewer than it wants where there were no more when it wanted them."""

    line_item_id: str
    reservation_id: str
    sku: str
    quantity: int
    expires_at: str
    supply_channel_id: str | None = None


@dataclass(frozen=True)
class StockHeld:
    held: tuple[HeldLine, ...]


@dataclass(frozen=True)
class HoldStock(Command):
    """Reserve these lines of the cart and no others; as much as can be had is as good as all."""

    queue: ClassVar[str] = "product"
    asked_by: ClassVar[str] = "cart"
    learns: ClassVar[type | None] = StockHeld
    cart_id: str
    lines: tuple[StockLine, ...] = ()
    minutes: int = 1
    anew: bool = False
    releases: bool = True


@dataclass(frozen=True)
class NoteStock(Command):
    """Write into the cart what is reserved for it."""

    queue: ClassVar[str] = "cart"
    asked_by: ClassVar[str] = "cart"
    cart_id: str
    noticed: str
    held: tuple[HeldLine, ...] = ()
    anew: bool = False
    releases: bool = True
