"""A variant of a product as lines of carts and orders keep it: as it was when it was bought.

https://docs.commercetools.com/api/projects/products#productvariant
"""

from dataclasses import dataclass
from typing import Any

from common.values.assets import Asset
from common.values.prices import Price


@dataclass(frozen=True)
class Attribute:
    name: str
    value: Any


@dataclass(frozen=True)
class ImageDimensions:
    """In pixels."""

    w: int
    h: int


@dataclass(frozen=True)
class Image:
    url: str
    dimensions: ImageDimensions
    label: str | None = None


@dataclass(frozen=True)
class Variant:
    id: int
    sku: str | None = None
    key: str | None = None
    prices: tuple[Price, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    images: tuple[Image, ...] = ()
    assets: tuple[Asset, ...] = ()
