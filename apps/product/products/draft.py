"""How a product is born: both halves alike, published or not.

https://docs.commercetools.com/api/projects/products#productdraft
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apps.product.products.attributes import attributes_at_rest
from apps.product.products.catalog import (
    CategoryOrderHints,
    PriceMode,
    ProductKey,
    SearchKeywords,
)
from apps.product.products.document import Product
from apps.product.products.variants import ProductVariantDraft, replace_variants, variant_at_rest
from common.errors import InvalidOperation
from common.names import camel
from common.resources.card import shared_fields
from common.resources.context import Context
from common.values.localized import Localized
from common.values.references import ToCategory, ToProductType, ToState, ToTaxCategory
from common.values.slugs import checked_slug
from common.values.variants import Attribute
from common.wire import dump
from common.wire.json import Json, from_bytes, to_bytes

TEXTS = ("name", "slug", "description", "meta_title", "meta_description", "meta_keywords")


@dataclass(frozen=True)
class ProductDraft:
    """Without a master variant the product gets an empty one."""

    product_type: ToProductType
    name: Localized
    slug: Localized
    key: ProductKey | None = None
    description: Localized | None = None
    categories: tuple[ToCategory, ...] = ()
    category_order_hints: CategoryOrderHints = field(default_factory=dict)
    meta_title: Localized | None = None
    meta_description: Localized | None = None
    meta_keywords: Localized | None = None
    master_variant: ProductVariantDraft = field(default_factory=ProductVariantDraft)
    variants: tuple[ProductVariantDraft, ...] = ()
    tax_category: ToTaxCategory | None = None
    search_keywords: SearchKeywords = field(default_factory=dict)
    state: ToState | None = None
    publish: bool = False
    price_mode: PriceMode = "Embedded"
    attributes: tuple[Attribute, ...] = ()


def born(draft: ProductDraft, context: Context) -> Product:
    made = Product(**shared_fields(draft, Product))
    staged = _half(draft, made, context)
    made.master_data = {
        "published": draft.publish,
        "current": copied(staged),
        "staged": staged,
        "hasStagedChanges": False,
    }
    return made


def _half(draft: ProductDraft, product: Product, context: Context) -> Json:
    type_id = product.product_type["id"]
    categories: list[Json] = dump(draft.categories)
    _check_order_hints(draft.category_order_hints, categories)
    checked_slug(draft.slug)
    half: Json = {
        **_texts(draft),
        "categories": [each for at, each in enumerate(categories) if each not in categories[:at]],
        "categoryOrderHints": dict(draft.category_order_hints),
        "searchKeywords": dump(draft.search_keywords),
        "attributes": attributes_at_rest(draft.attributes, type_id, "Product", context),
    }
    drafts = (draft.master_variant, *draft.variants)
    replace_variants(half, [variant_at_rest(each, product.next_variant_id(), type_id, context) for each in drafts])
    return half


def _texts(draft: ProductDraft) -> Json:
    return {camel(name): value for name in TEXTS if (value := getattr(draft, name)) is not None}


def _check_order_hints(hints: Mapping[str, str], categories: list[Json]) -> None:
    if strangers := hints.keys() - {category["id"] for category in categories}:
        raise InvalidOperation(f"The product is not in the category '{min(strangers)}' of categoryOrderHints.")


def copied(half: Json) -> Json:
    """A half that shares nothing with this one."""
    copy: Json = from_bytes(to_bytes(half))
    return copy
