"""A variant of a product: in its product as it is now, in lines of carts and orders as it was when it was bought.

https://docs.commercetools.com/api/projects/products#productvariant
"""

from dataclasses import dataclass
from typing import Annotated, Any

from marshmallow.validate import Length, Range

from common.values.assets import Asset
from common.values.prices import Price

VariantKey = Annotated[str, Length(min=1, max=256)]
Sku = Annotated[str, Length(min=1, max=256)]


@dataclass(frozen=True)
class Attribute:
    name: str
    value: Any = None


@dataclass(frozen=True)
class ImageDimensions:
    """In pixels."""

    w: Annotated[int, Range(min=0)]
    h: Annotated[int, Range(min=0)]


@dataclass(frozen=True)
class Image:
    url: str
    dimensions: ImageDimensions
    label: str | None = None


@dataclass(frozen=True)
class ProductVariant:
    id: int
    sku: Sku | None = None
    key: VariantKey | None = None
    prices: tuple[Price, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    images: tuple[Image, ...] = ()
    assets: tuple[Asset, ...] = ()
