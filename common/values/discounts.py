"""What a discount takes off, and of what.

https://docs.commercetools.com/api/projects/cartDiscounts#cartdiscountvalue
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from marshmallow.validate import Length, Range, Regexp

from common.values.money import Money
from common.values.references import ToChannel, ToProduct

ApplicationMode = Literal["ProportionateDistribution", "EvenDistribution", "IndividualApplication"]
SelectionMode = Literal["Cheapest", "MostExpensive"]
StackingMode = Literal["Stacking", "StopAfterThisDiscount"]
Permyriad = Annotated[int, Range(0, 10_000, error="Expected a number between 0 and 10000")]
SortOrder = Annotated[str, Regexp(r"^0\.[0-9]*[1-9]\Z", error="Expected a number between 0 and 1, such as 0.25")]
"""Higher goes first. As texts they sort as the numbers do."""


@dataclass(frozen=True)
class Relative:
    """1000 permyriad are ten per cent."""

    tag: ClassVar[str] = "relative"
    permyriad: Permyriad
    application_mode: ApplicationMode | None = None


@dataclass(frozen=True)
class Absolute:
    """One amount per currency; in all together, unless the mode says of each piece."""

    tag: ClassVar[str] = "absolute"
    money: Annotated[tuple[Money, ...], Length(max=1000)]
    application_mode: ApplicationMode | None = None


@dataclass(frozen=True)
class Fixed:
    """What a piece costs, if it costs more now."""

    tag: ClassVar[str] = "fixed"
    money: Annotated[tuple[Money, ...], Length(max=1000)]
    application_mode: ApplicationMode | None = None


@dataclass(frozen=True)
class GiftLineItem:
    tag: ClassVar[str] = "giftLineItem"
    product: ToProduct
    variant_id: int
    supply_channel: ToChannel | None = None
    distribution_channel: ToChannel | None = None


Value = Relative | Absolute | Fixed | GiftLineItem


@dataclass(frozen=True)
class LineItems:
    tag: ClassVar[str] = "lineItems"
    predicate: str


@dataclass(frozen=True)
class CustomLineItems:
    tag: ClassVar[str] = "customLineItems"
    predicate: str


@dataclass(frozen=True)
class ShippingCost:
    tag: ClassVar[str] = "shipping"


@dataclass(frozen=True)
class TotalPrice:
    tag: ClassVar[str] = "totalPrice"


@dataclass(frozen=True)
class MultiBuyLineItems:
    """Of every so many pieces that match, so many cost less."""

    tag: ClassVar[str] = "multiBuyLineItems"
    predicate: str
    trigger_quantity: Annotated[int, Range(min=2, error="Expected a quantity of at least 2")]
    discounted_quantity: Annotated[int, Range(min=1, error="Expected a quantity of at least 1")]
    selection_mode: SelectionMode
    max_occurrence: Annotated[int, Range(min=1)] | None = None


@dataclass(frozen=True)
class MultiBuyCustomLineItems(MultiBuyLineItems):
    tag: ClassVar[str] = "multiBuyCustomLineItems"


Target = LineItems | CustomLineItems | ShippingCost | TotalPrice | MultiBuyLineItems | MultiBuyCustomLineItems
