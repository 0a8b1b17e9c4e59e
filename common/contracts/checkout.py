"""The commands that turn a cart into an order, and what their receivers answer.

The cart travels as JSON, as it stands on the wire at the version that was claimed: order copies it, so its
fields need no names here.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from common.contracts.command import Command

Json = dict[str, Any]


@dataclass(frozen=True)
class PlaceOrder:
    """What the caller of ``POST /{projectKey}/orders`` gave. The order's id is the saga's."""

    cart_version: int
    draft: Json
    """The OrderFromCartDraft without its cart, references resolved."""
    cart_id: str | None = None
    """Either this or the key."""
    cart_key: str | None = None
    created_by: Json | None = None
    customer_id: str | None = None
    """Set where only this customer's carts may be ordered (``/me``)."""
    anonymous_id: str | None = None
    store_key: str | None = None
    """Set where only this store's carts may be ordered (``/in-store``)."""


@dataclass(frozen=True)
class StockLine:
    """One line item whose stock is tracked."""

    line_item_id: str
    sku: str
    quantity: int
    mode: str
    """``TrackOnly``, ``ReserveOnOrder`` or ``ReserveOnCart``; lines of mode ``None`` are not here."""
    supply_channel_id: str | None = None
    reservation_id: str | None = None
    """What the line may have reserved since it was put into the cart (``common.contracts.reserving``)."""


@dataclass(frozen=True)
class CartClaimed:
    cart: Json
    stock: tuple[StockLine, ...]
    payment_ids: tuple[str, ...]


@dataclass(frozen=True)
class ClaimCart(Command):
    """Keep everybody else from changing the cart, if it still has this version and may be ordered."""

    queue: ClassVar[str] = "cart"
    learns: ClassVar[type | None] = CartClaimed
    cart_version: int
    cart_id: str | None = None
    cart_key: str | None = None
    customer_id: str | None = None
    anonymous_id: str | None = None
    store_key: str | None = None


@dataclass(frozen=True)
class ReleaseCart(Command):
    """Let the cart be changed again."""

    queue: ClassVar[str] = "cart"
    cart_id: str | None = None
    cart_key: str | None = None


@dataclass(frozen=True)
class ReservedPieces:
    """Set aside of one inventory entry, for as many lines as want its sku."""

    entry_id: str
    quantity: int
    by: str | None = None
    """Which delivery of the command marked it."""


@dataclass(frozen=True)
class StockReserved:
    reserved: tuple[ReservedPieces, ...]


@dataclass(frozen=True)
class ReserveStock(Command):
    """Set the quantities aside, all lines or none."""

    queue: ClassVar[str] = "product"
    learns: ClassVar[type | None] = StockReserved
    stock: tuple[StockLine, ...]

    @property
    def asks_nothing(self) -> bool:
        return not self.stock


@dataclass(frozen=True)
class ReleaseStock(Command):
    """Put back what was set aside."""

    queue: ClassVar[str] = "product"
    stock: tuple[StockLine, ...]

    @property
    def asks_nothing(self) -> bool:
        return not self.stock


@dataclass(frozen=True)
class AuthorisePayment(Command):
    """Make sure that the payments of the cart cover it."""

    queue: ClassVar[str] = "order"
    payment_ids: tuple[str, ...]

    @property
    def asks_nothing(self) -> bool:
        return not self.payment_ids


@dataclass(frozen=True)
class VoidPayment(Command):
    """Give back what was authorised for this saga."""

    queue: ClassVar[str] = "order"
    payment_ids: tuple[str, ...]

    @property
    def asks_nothing(self) -> bool:
        return not self.payment_ids


@dataclass(frozen=True)
class CreateOrder(Command):
    """Bring the order into the world: from here on there is no way back."""

    queue: ClassVar[str] = "order"
    cart: Json
    draft: Json
    created_by: Json | None = None


@dataclass(frozen=True)
class CloseCart(Command):
    """The cart is Ordered, for good."""

    queue: ClassVar[str] = "cart"
    cart_id: str | None = None
    cart_key: str | None = None


@dataclass(frozen=True)
class SettleStock(Command):
    """What was set aside is sold: it leaves the stock, and the saga's marks go."""

    queue: ClassVar[str] = "product"
    stock: tuple[StockLine, ...]
    reserved: tuple[ReservedPieces, ...] | None = None
    """Where it was set aside; runs of the release before do not know, and it is looked for."""

    @property
    def asks_nothing(self) -> bool:
        return not self.stock
