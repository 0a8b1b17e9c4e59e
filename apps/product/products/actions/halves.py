"""Actions that touch one half of a product or both, which is nearly all of them.

An action says what it does to a half, to a variant or to a price; ``staged`` in the request says to which halves:
the staged one, or with ``"staged": false`` the current one as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, make_dataclass
from typing import Any, get_type_hints

from apps.product.products.catalog import ProductData
from apps.product.products.document import Product
from apps.product.products.variants import named_variant, require_variant, variants_of
from common.errors import InvalidOperation
from common.names import camel
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.messages import Message
from common.wire import dump
from common.wire.json import Json

Told = Iterable[Message] | None


@dataclass(frozen=True, kw_only=True)
class OnHalf:
    """Messages are told once, as the first half that changes has them."""

    staged: bool = True

    def apply(self, product: Product, context: Context) -> Iterator[Message]:
        told = [list(self.on_half(half, product, context) or ()) for half in product.halves(self.staged)]
        yield from next(filter(None, told), ())

    def on_half(self, half: Json, product: Product, context: Context) -> Told:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class OnVariant(OnHalf):
    """The staged half must have the variant; where the current half lacks it, nothing happens there."""

    variant_id: int | None = None
    sku: str | None = None

    def apply(self, product: Product, context: Context) -> Iterator[Message]:
        require_variant(product.staged, self.variant_id, self.sku)
        yield from super().apply(product, context)

    def on_half(self, half: Json, product: Product, context: Context) -> Told:
        variant = named_variant(half, self.variant_id, self.sku)
        return None if variant is None else self.on_variant(variant, product, context)

    def on_variant(self, variant: Json, product: Product, context: Context) -> Told:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class OnPrice(OnHalf):
    """The price that ``price_id`` names, in whichever variant it is."""

    price_id: str

    def apply(self, product: Product, context: Context) -> Iterator[Message]:
        if not any(price_in(half, self.price_id) for half in product.halves(self.staged)):
            raise InvalidOperation(f"The product has no price with id '{self.price_id}'.")
        yield from super().apply(product, context)

    def on_half(self, half: Json, product: Product, context: Context) -> Told:
        for variant in variants_of(half):
            for price in variant["prices"]:
                if price["id"] == self.price_id:
                    return self.on_price(price, variant, product, context)
        return None

    def on_price(self, price: Json, variant: Json, product: Product, context: Context) -> Told:
        raise NotImplementedError


def price_in(half: Json, price_id: str) -> Json | None:
    return next((price for each in variants_of(half) for price in each["prices"] if price["id"] == price_id), None)


def put(held: Json, name: str, value: Any) -> None:
    """Set the field in its place, or take it away where the value is None.

    In its place, since the order of fields counts when an update looks whether an action changed anything.
    """
    if value is None:
        held.pop(name, None)
    else:
        held[name] = value


def staged_sets(actions: Actions[Product], fields: Mapping[str, str]) -> None:
    """``action="field"``, as ``Actions.sets`` does, on a field of a half."""
    hints = get_type_hints(ProductData, include_extras=True)
    for action, name in fields.items():
        field: Any = (name, hints[name]) if action.startswith("change") else (name, hints[name] | None, None)
        does = {"on_half": _setter(name)}
        actions(action)(make_dataclass(action, [field], bases=(OnHalf,), namespace=does, frozen=True, kw_only=True))


def _setter(name: str) -> Any:
    def on_half(self: Any, half: Json, product: Product, context: Context) -> None:
        put(half, camel(name), dump(getattr(self, name)))

    return on_half
