"""Variants come, go, take the lead, and change what they are called."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.product.inventory.document import InventoryEntry
from apps.product.products.actions.halves import OnHalf, OnVariant, put
from apps.product.products.document import Product
from apps.product.products.draft import copied
from apps.product.products.messages import ProductVariantAdded, ProductVariantDeleted
from apps.product.products.variants import (
    ProductVariantDraft,
    named_variant,
    replace_variants,
    require_variant,
    variant_at_rest,
    variants_of,
)
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.document import collection_of
from common.resources.messages import Message
from common.values.variants import Sku, VariantKey
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class AddVariant(ProductVariantDraft):
    staged: bool = True

    def apply(self, product: Product, context: Context) -> Iterator[Message]:
        made = variant_at_rest(self, product.next_variant_id(), product.product_type["id"], context)
        for half in product.halves(self.staged):
            replace_variants(half, [*variants_of(half), dict(made)])
        yield ProductVariantAdded(variant=made, staged=self.staged)


@dataclass(frozen=True, kw_only=True)
class RemoveVariant:
    id: int | None = None
    sku: str | None = None
    staged: bool = True

    def apply(self, product: Product) -> Iterator[Message]:
        gone = require_variant(product.staged, self.id, self.sku)
        for half in product.halves(self.staged):
            if gone["id"] == half["masterVariant"]["id"]:
                raise InvalidOperation("The master variant cannot be removed; change the master variant first.")
            half["variants"] = [each for each in half["variants"] if each["id"] != gone["id"]]
        yield ProductVariantDeleted(variant=gone, staged=self.staged)


@dataclass(frozen=True, kw_only=True)
class ChangeMasterVariant(OnVariant):
    def on_half(self, half: Json, product: Product, context: Context) -> None:
        if chosen := named_variant(half, self.variant_id, self.sku):
            replace_variants(half, [chosen, *(each for each in variants_of(half) if each is not chosen)])


@dataclass(frozen=True, kw_only=True)
class SetSku(OnHalf):
    """A sku with stock stays where it is."""

    variant_id: int
    sku: Sku | None = None

    def apply(self, product: Product, context: Context) -> Iterator[Message]:
        before = require_variant(product.staged, self.variant_id, None).get("sku")
        if before not in (None, self.sku) and _has_stock(before, context):
            raise InvalidOperation(f"There is stock of the sku '{before}', so it cannot be changed.")
        return super().apply(product, context)

    def on_half(self, half: Json, product: Product, context: Context) -> None:
        if variant := named_variant(half, self.variant_id, None):
            put(variant, "sku", self.sku)


@dataclass(frozen=True, kw_only=True)
class SetProductVariantKey(OnVariant):
    key: VariantKey | None = None

    def on_variant(self, variant: Json, product: Product, context: Context) -> None:
        put(variant, "key", self.key)


@dataclass(frozen=True, kw_only=True)
class RevertStagedVariantChanges:
    variant_id: int

    def apply(self, product: Product) -> None:
        current = copied(require_variant(product.current, self.variant_id, None))
        staged = require_variant(product.staged, self.variant_id, None)
        replace_variants(product.staged, [current if each is staged else each for each in variants_of(product.staged)])


def _has_stock(sku: str, context: Context) -> bool:
    wanted = {"projectKey": context.project_key, "sku": sku}
    return collection_of(InventoryEntry).find_one(wanted, {"_id": 1}) is not None


def variants(actions: Actions[Any]) -> None:
    actions("addVariant")(AddVariant)
    actions("changeMasterVariant")(ChangeMasterVariant)
    actions("removeVariant")(RemoveVariant)
    actions("revertStagedVariantChanges")(RevertStagedVariantChanges)
    actions("setProductVariantKey")(SetProductVariantKey)
    actions("setSku")(SetSku)
    actions.add("setSKU", SetSku, actions.declared["setSku"].apply)  # its older name
