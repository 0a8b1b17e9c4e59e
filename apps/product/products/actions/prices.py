"""Embedded prices come, change and go.

https://docs.commercetools.com/api/projects/products#price
"""

from dataclasses import dataclass, field
from typing import Any

from apps.product.product_discounts.external import check_external
from apps.product.products.actions.halves import OnPrice, OnVariant, Told, price_in, put
from apps.product.products.document import Product
from apps.product.products.messages import (
    ProductPriceAdded,
    ProductPriceChanged,
    ProductPriceCustomFieldAdded,
    ProductPriceCustomFieldChanged,
    ProductPriceCustomFieldRemoved,
    ProductPriceCustomFieldsRemoved,
    ProductPriceCustomFieldsSet,
    ProductPriceExternalDiscountSet,
    ProductPriceKeySet,
    ProductPriceRemoved,
    ProductPricesSet,
)
from apps.product.products.prices import check_prices, price_at_rest, prices_at_rest
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.values.prices import DiscountedPrice, PriceDraft
from common.values.references import ToType
from common.values.texts import Key
from common.wire import dump
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class AddPrice(OnVariant):
    price: PriceDraft

    def on_variant(self, variant: Json, product: Product, context: Context) -> Told:
        added = price_at_rest(self.price, context)
        variant["prices"] = check_prices([*variant["prices"], added])
        return [ProductPriceAdded(variant["id"], added, self.staged)]


@dataclass(frozen=True, kw_only=True)
class SetPrices(OnVariant):
    prices: tuple[PriceDraft, ...]

    def on_variant(self, variant: Json, product: Product, context: Context) -> Told:
        variant["prices"] = prices_at_rest(self.prices, context)
        return [ProductPricesSet(variant["id"], variant["prices"], self.staged)]


@dataclass(frozen=True, kw_only=True)
class ChangePrice(OnPrice):
    """The price keeps its id; all else is as the draft says."""

    price: PriceDraft

    def on_price(self, price: Json, variant: Json, product: Product, context: Context) -> Told:
        current = price_in(product.current, self.price_id)
        changed = {**price_at_rest(self.price, context), "id": price["id"]}
        _replace(variant, price, changed)
        # The staged half comes first, so this is told while the current one still has the old price.
        return [ProductPriceChanged(variant["id"], current or price, changed, self.staged, old_staged_price=price)]


@dataclass(frozen=True, kw_only=True)
class RemovePrice(OnPrice):
    def on_price(self, price: Json, variant: Json, product: Product, context: Context) -> Told:
        variant["prices"] = [each for each in variant["prices"] if each is not price]
        return [ProductPriceRemoved(variant["id"], price, self.staged)]


@dataclass(frozen=True, kw_only=True)
class SetPriceKey(OnPrice):
    key: Key | None = None

    def on_price(self, price: Json, variant: Json, product: Product, context: Context) -> Told:
        _replace(variant, price, _with(price, "key", self.key))
        return [ProductPriceKeySet(variant["id"], price["id"], self.staged, self.key, price.get("key"))]


@dataclass(frozen=True, kw_only=True)
class SetProductPriceCustomType(OnPrice):
    type: ToType | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def on_price(self, price: Json, variant: Json, product: Product, context: Context) -> Told:
        before = price.get("custom")
        after = SetCustomType(type=self.type, fields=self.fields).on(before, "product-price", context)
        _replace(variant, price, _with(price, "custom", after))
        if after is None:
            return [ProductPriceCustomFieldsRemoved(variant["id"], price["id"], self.staged)]
        old_type_id = before["type"]["id"] if before else None
        return [ProductPriceCustomFieldsSet(variant["id"], price["id"], after, self.staged, old_type_id)]


@dataclass(frozen=True, kw_only=True)
class SetProductPriceCustomField(OnPrice):
    name: str
    value: Any = None

    def on_price(self, price: Json, variant: Json, product: Product, context: Context) -> Told:
        before = (price.get("custom") or {}).get("fields", {})
        after = SetCustomField(name=self.name, value=self.value).on(price.get("custom"), "product-price", context)
        _replace(variant, price, _with(price, "custom", after))
        where = (variant["id"], price["id"], self.name, self.staged)
        if self.value is None:
            return [ProductPriceCustomFieldRemoved(*where)]
        told = ProductPriceCustomFieldChanged if self.name in before else ProductPriceCustomFieldAdded
        return [told(*where, value=after["fields"][self.name] if after else None)]


@dataclass(frozen=True, kw_only=True)
class SetDiscountedPrice(OnPrice):
    """What an external product discount makes of the price; without it, nothing does."""

    discounted: DiscountedPrice | None = None

    def on_price(self, price: Json, variant: Json, product: Product, context: Context) -> Told:
        told = dump(self.discounted)
        if told:
            check_external(told, price["value"], context)
        _replace(variant, price, _with(price, "discounted", told))
        named = (variant.get("key"), variant.get("sku"))
        return [ProductPriceExternalDiscountSet(variant["id"], price["id"], self.staged, *named, told)]


def _replace(variant: Json, price: Json, changed: Json) -> None:
    variant["prices"] = check_prices([changed if each is price else each for each in variant["prices"]])


def _with(price: Json, name: str, value: Any) -> Json:
    changed = dict(price)
    put(changed, name, value)
    return changed


def prices(actions: Actions[Any]) -> None:
    actions("addPrice")(AddPrice)
    actions("changePrice")(ChangePrice)
    actions("removePrice")(RemovePrice)
    actions("setDiscountedPrice")(SetDiscountedPrice)
    actions("setPriceKey")(SetPriceKey)
    actions("setPrices")(SetPrices)
    actions("setProductPriceCustomField")(SetProductPriceCustomField)
    actions("setProductPriceCustomType")(SetProductPriceCustomType)
