"""A variant as JSON: how it is born, and how it is found in a half.

Whoever changes a variant replaces what it holds (its prices, its images) and alters nothing inside, for the two
halves may share what is inside.
"""

from dataclasses import dataclass

from apps.product.products.attributes import attributes_at_rest
from apps.product.products.images import check_images
from apps.product.products.prices import prices_at_rest
from common.errors import InvalidInput, InvalidOperation
from common.resources.context import Context
from common.resources.families.assets import assets_at_rest
from common.values.assets import AssetDraft
from common.values.prices import PriceDraft
from common.values.variants import Attribute, Image, Sku, VariantKey
from common.wire import dump
from common.wire.json import Json

MAX_VARIANTS = 100  # https://docs.commercetools.com/api/limits


@dataclass(frozen=True, kw_only=True)
class ProductVariantDraft:
    sku: Sku | None = None
    key: VariantKey | None = None
    prices: tuple[PriceDraft, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    images: tuple[Image, ...] = ()
    assets: tuple[AssetDraft, ...] = ()


def variant_at_rest(draft: ProductVariantDraft, id: int, product_type_id: str, context: Context) -> Json:
    named = {field: value for field in ("sku", "key") if (value := getattr(draft, field)) is not None}
    return {
        "id": id,
        **named,
        "prices": prices_at_rest(draft.prices, context),
        "attributes": attributes_at_rest(draft.attributes, product_type_id, "Variant", context),
        "images": check_images(dump(draft.images)),
        "assets": assets_at_rest(draft.assets, context),
    }


def variants_of(half: Json) -> list[Json]:
    """All of them, the master first."""
    return [half["masterVariant"], *half["variants"]]


def replace_variants(half: Json, variants: list[Json]) -> None:
    """The first becomes the master."""
    if len(variants) > MAX_VARIANTS:
        raise InvalidOperation(f"A product has at most {MAX_VARIANTS} variants.")
    half["masterVariant"], *half["variants"] = variants


def named_variant(half: Json, id: int | None, sku: str | None) -> Json | None:
    """The variant with this id or sku, if the half has it; InvalidInput unless exactly one of them is given."""
    if (id is None) == (sku is None):
        raise InvalidInput("Either the id of a variant or its sku is required.")
    name, value = ("id", id) if id is not None else ("sku", sku)
    return next((variant for variant in variants_of(half) if variant.get(name) == value), None)


def require_variant(half: Json, id: int | None, sku: str | None) -> Json:
    found = named_variant(half, id, sku)
    if found is None:
        raise InvalidOperation(f"The product has no variant with {f'id {id}' if id is not None else f'sku {sku!r}'}.")
    return found
