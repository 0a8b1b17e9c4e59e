"""What a product says of itself, in each of its halves; the shapes that predicates and OpenAPI know.

https://docs.commercetools.com/api/projects/products#productcatalogdata
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from marshmallow.validate import Length, Regexp

from common.predicates.shape import Kind, Many, Shape
from common.values.localized import Locale, Localized
from common.values.references import ToCategory
from common.values.slugs import Slug
from common.values.variants import Attribute, ProductVariant

ProductKey = Annotated[str, Length(min=1, max=256)]
OrderHint = Annotated[str, Regexp(r"^0\.[0-9]*[1-9]\Z", error="Expected a number between 0 and 1, such as 0.25")]
PriceMode = Literal["Embedded", "Standalone"]


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
class ProductData:
    """One half of a product: what it says now, or what it will say once it is published."""

    name: Localized
    slug: Slug
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
