"""What a product says of itself, in each of its halves; the shapes that predicates and OpenAPI know.

https://docs.commercetools.com/api/projects/products#productcatalogdata
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from marshmallow.validate import Length, Range, Regexp

from common.predicates.shape import Kind, Many, Shape
from common.values.assets import Asset
from common.values.localized import Locale, Localized
from common.values.prices import Price
from common.values.references import ToCategory

ProductKey = Annotated[str, Length(min=1, max=256)]
VariantKey = Annotated[str, Length(min=1, max=256)]
Sku = Annotated[str, Length(min=1, max=256)]
OrderHint = Annotated[str, Regexp(r"^0\.[0-9]*[1-9]\Z", error="Expected a number between 0 and 1, such as 0.25")]
PriceMode = Literal["Embedded", "Standalone"]


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
class SuggestTokenizer:
    type: Literal["whitespace", "custom"]
    inputs: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SearchKeyword:
    text: str
    suggest_tokenizer: SuggestTokenizer | None = None


SearchKeywords = Annotated[
    dict[Locale, tuple[SearchKeyword, ...]],
    Shape(others=Many(Shape({"text": Kind.TEXT, "suggestTokenizer": Shape({"type": Kind.TEXT})}))),
]
CategoryOrderHints = dict[str, OrderHint]
"""Category id → where the product stands in it: ``"0.25"``."""


@dataclass(frozen=True)
class ProductVariant:
    id: int
    sku: Sku | None = None
    key: VariantKey | None = None
    prices: tuple[Price, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    images: tuple[Image, ...] = ()
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True)
class ProductData:
    """One half of a product: what it says now, or what it will say once it is published."""

    name: Localized
    slug: Localized
    categories: tuple[ToCategory, ...]
    category_order_hints: CategoryOrderHints
    master_variant: ProductVariant
    variants: tuple[ProductVariant, ...]
    search_keywords: SearchKeywords
    attributes: tuple[Attribute, ...]
    description: Localized | None = None
    meta_title: Localized | None = None
    meta_description: Localized | None = None
    meta_keywords: Localized | None = None


@dataclass(frozen=True)
class ProductCatalogData:
    published: bool
    current: ProductData
    staged: ProductData
    has_staged_changes: bool
