"""What the catalogue offers for the lines of a cart, read from replicas.

A replica may be a moment behind; so whatever is about to be refused (not there, not published, no price) is asked of
the product service once more, all lines in one question (``common.replicas.recheck``).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from apps.cart.neighbours import source
from common.errors import ApiError, InvalidField, InvalidJsonInput, InvalidOperation, ReferencedResourceNotFound
from common.replicas import doubt
from common.resources.context import Context
from common.wire.json import Json


@dataclass(frozen=True)
class Offer:
    """One variant as it is on sale now."""

    product: Json
    variant: Json

    @property
    def current(self) -> Json:
        data: Json = self.product["masterData"]["current"]
        return data

    @property
    def tax_category_id(self) -> str | None:
        return self.product["taxCategory"]["id"] if "taxCategory" in self.product else None


@dataclass(frozen=True)
class Wanted:
    """How a client names a variant: by sku, or by product and variant; without a variant it is the master."""

    product_id: str | None = None
    variant_id: int | None = None
    sku: str | None = None

    def __post_init__(self) -> None:
        if (self.product_id is None) == (self.sku is None):
            raise InvalidJsonInput("Either productId or sku is required.")

    def offer_in(self, product: Json) -> Offer | None:
        if not product["masterData"]["published"]:
            return None
        current = product["masterData"]["current"]
        for variant in (current["masterVariant"], *current["variants"]):
            if self._names(variant, current["masterVariant"]["id"]):
                return Offer(product, variant)
        return None

    def _names(self, variant: Json, master_id: int) -> bool:
        if self.sku is not None:
            return variant.get("sku") == self.sku
        return bool(variant["id"] == (self.variant_id or master_id))

    def refusal(self, product: Json | None) -> ApiError:
        """Why there is no offer."""
        if self.sku is not None:
            return InvalidField("sku", self.sku)
        if product is None:
            return ReferencedResourceNotFound("product", id=self.product_id)
        if not product["masterData"]["published"]:
            return InvalidOperation(f"The product '{self.product_id}' is not published.")
        return InvalidField("variantId", self.variant_id)


Sells = Callable[[Offer], Any]
"""Truthy if the offer has what the caller needs, a price above all."""


def offers(wanted: Sequence[Wanted], context: Context, sells: Sells = bool) -> list[Offer]:
    """An offer for each; raises for the first that has none. One without what ``sells`` asks for is returned."""
    found = known_offers(wanted, context, sells)
    for each, offer in zip(wanted, found, strict=True):
        if offer is None:
            products = context.find_all("product", [each.product_id] if each.product_id else [])
            raise doubt.weighed(each.refusal(products.get(each.product_id or "")), "product")
    return [offer for offer in found if offer is not None]


def known_offers(wanted: Sequence[Wanted], context: Context, sells: Sells = bool) -> list[Offer | None]:
    """The same without refusing: None where there is no such variant on sale."""
    ids = {each.product_id for each in wanted if each.product_id is not None}
    skus = {each.sku for each in wanted if each.sku is not None}

    def suits(product: Json) -> bool:
        asked = [each for each in wanted if each.product_id == product["id"] or _has_sku(product, each.sku)]
        return all((offer := each.offer_in(product)) is not None and sells(offer) for each in asked)

    products = source("product", context)
    by_id = products.by_id(context.project_key, ids, suits) if ids else {}
    by_sku = products.by("sku", context.project_key, skus, suits) if skus else {}
    return [
        _first(each, by_sku.get(each.sku, ()) if each.sku else filter(None, [by_id.get(each.product_id or "")]))
        for each in wanted
    ]


def _first(wanted: Wanted, products: Iterable[Json]) -> Offer | None:
    return next((offer for product in products if (offer := wanted.offer_in(product))), None)


def _has_sku(product: Json, sku: str | None) -> bool:
    current = product["masterData"]["current"]
    return sku is not None and any(
        variant.get("sku") == sku for variant in (current["masterVariant"], *current["variants"])
    )
