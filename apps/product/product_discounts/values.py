"""What a product discount takes off a price.

https://docs.commercetools.com/api/projects/productDiscounts#productdiscountvalue
"""

from dataclasses import dataclass
from typing import ClassVar

from common.values.discounts import Permyriad
from common.values.money import Money


@dataclass(frozen=True)
class Relative:
    tag: ClassVar[str] = "relative"
    permyriad: Permyriad


@dataclass(frozen=True)
class Absolute:
    tag: ClassVar[str] = "absolute"
    money: tuple[Money, ...]


@dataclass(frozen=True)
class External:
    """Whatever a client says of each price."""

    tag: ClassVar[str] = "external"


Value = Relative | Absolute | External
