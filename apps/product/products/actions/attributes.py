"""Attributes of a variant, of all variants, of the product."""

from dataclasses import dataclass
from typing import Any

from apps.product.products.actions.halves import OnHalf, OnVariant
from apps.product.products.attributes import with_attribute
from apps.product.products.document import Product
from apps.product.products.variants import variants_of
from common.resources.actions import Actions
from common.resources.context import Context
from common.values.variants import Attribute
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class SetAttribute(OnVariant):
    """Without a value the attribute goes."""

    name: str
    value: Any = None

    def on_variant(self, variant: Json, product: Product, context: Context) -> None:
        given, type_id = Attribute(self.name, self.value), product.product_type["id"]
        variant["attributes"] = with_attribute(variant["attributes"], given, type_id, "Variant", context)


@dataclass(frozen=True, kw_only=True)
class SetAttributeInAllVariants(OnHalf):
    name: str
    value: Any = None

    def on_half(self, half: Json, product: Product, context: Context) -> None:
        given, type_id = Attribute(self.name, self.value), product.product_type["id"]
        for variant in variants_of(half):
            variant["attributes"] = with_attribute(variant["attributes"], given, type_id, "Variant", context)


@dataclass(frozen=True, kw_only=True)
class SetProductAttribute(OnHalf):
    """An attribute whose level is the product."""

    name: str
    value: Any = None

    def on_half(self, half: Json, product: Product, context: Context) -> None:
        given, type_id = Attribute(self.name, self.value), product.product_type["id"]
        half["attributes"] = with_attribute(half["attributes"], given, type_id, "Product", context)


def attributes(actions: Actions[Any]) -> None:
    actions("setAttribute")(SetAttribute)
    actions("setAttributeInAllVariants")(SetAttributeInAllVariants)
    actions("setProductAttribute")(SetProductAttribute)
