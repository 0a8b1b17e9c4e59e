"""An action on one line item, or on one custom line item, which a client names by id or by key."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.cart.carts.document import Cart
from common.errors import InvalidJsonInput, InvalidOperation
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class OneLineItem:
    line_item_id: str | None = None
    line_item_key: str | None = None

    def named(self, cart: Cart) -> Json:
        return _named("lineItem", cart.line_items, self.line_item_id, self.line_item_key)


@dataclass(frozen=True, kw_only=True)
class OneCustomLineItem:
    custom_line_item_id: str | None = None
    custom_line_item_key: str | None = None

    def named(self, cart: Cart) -> Json:
        return _named("customLineItem", cart.custom_line_items, self.custom_line_item_id, self.custom_line_item_key)


def with_or_without(item: Json, name: str, value: Json | str | None) -> None:
    """Set the field, or take it away where the client gave no value."""
    if value is None:
        item.pop(name, None)
    else:
        item[name] = value


def _named(kind: str, items: Sequence[Json], id: str | None, key: str | None) -> Json:
    if (id is None) == (key is None):
        raise InvalidJsonInput(f"Either {kind}Id or {kind}Key is required.")
    name, value = ("id", id) if id is not None else ("key", key)
    for item in items:
        if item.get(name) == value:
            return item
    raise InvalidOperation(f"The cart has no {kind} with {name} '{value}'.")
