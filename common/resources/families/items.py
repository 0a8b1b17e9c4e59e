"""Actions on one line item, or on one custom line item, which a client names by id or by key: in carts and in orders.

https://docs.commercetools.com/api/projects/carts#lineitem
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from common.errors import InvalidJsonInput, InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.shipping_details import ShippingDetailsDraft, set_details
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class OneLineItem:
    carrier: ClassVar[str] = "line-item"

    line_item_id: str | None = None
    line_item_key: str | None = None

    def named(self, holder: Any) -> Json:
        """``holder`` is the cart or the order."""
        return one_named("lineItem", holder.line_items, self.line_item_id, self.line_item_key)


@dataclass(frozen=True, kw_only=True)
class OneCustomLineItem:
    carrier: ClassVar[str] = "custom-line-item"

    custom_line_item_id: str | None = None
    custom_line_item_key: str | None = None

    def named(self, holder: Any) -> Json:
        items = holder.custom_line_items
        return one_named("customLineItem", items, self.custom_line_item_id, self.custom_line_item_key)


@dataclass(frozen=True, kw_only=True)
class SetLineItemCustomType(OneLineItem, SetCustomType):
    pass


@dataclass(frozen=True, kw_only=True)
class SetLineItemCustomField(OneLineItem, SetCustomField):
    pass


@dataclass(frozen=True, kw_only=True)
class SetCustomLineItemCustomType(OneCustomLineItem, SetCustomType):
    pass


@dataclass(frozen=True, kw_only=True)
class SetCustomLineItemCustomField(OneCustomLineItem, SetCustomField):
    pass


@dataclass(frozen=True, kw_only=True)
class SetLineItemShippingDetails(OneLineItem):
    shipping_details: ShippingDetailsDraft | None = None


@dataclass(frozen=True, kw_only=True)
class SetCustomLineItemShippingDetails(OneCustomLineItem):
    shipping_details: ShippingDetailsDraft | None = None


CUSTOM: Mapping[str, type] = {
    "setLineItemCustomType": SetLineItemCustomType,
    "setLineItemCustomField": SetLineItemCustomField,
    "setCustomLineItemCustomType": SetCustomLineItemCustomType,
    "setCustomLineItemCustomField": SetCustomLineItemCustomField,
}
DETAILS: Mapping[str, type] = {
    "setLineItemShippingDetails": SetLineItemShippingDetails,
    "setCustomLineItemShippingDetails": SetCustomLineItemShippingDetails,
}


def item_details(actions: Actions[Any]) -> None:
    """Custom fields of items, and where their pieces go."""

    def send(payload: Any, holder: Any, _: Context) -> None:
        set_details(holder, payload.named(holder), payload.shipping_details)

    for name, payload in CUSTOM.items():
        actions.add(name, payload, customise_item)
    for name, payload in DETAILS.items():
        actions.add(name, payload, send)


def customise_item(payload: Any, holder: Any, context: Context) -> None:
    """Apply setCustomType or setCustomField to the one that the payload names."""
    item = payload.named(holder)
    with_or_without(item, "custom", payload.on(item.get("custom"), payload.carrier, context))


def with_or_without(item: Json, name: str, value: Any) -> None:
    """Set the field, or take it away where the client gave no value."""
    if value is None:
        item.pop(name, None)
    else:
        item[name] = value


def one_named(kind: str, items: Sequence[Json], id: str | None, key: str | None) -> Json:
    """The one that ``{kind}Id`` or ``{kind}Key`` of an action names."""
    if (id is None) == (key is None):
        raise InvalidJsonInput(f"Either {kind}Id or {kind}Key is required.")
    name, value = ("id", id) if id is not None else ("key", key)
    for item in items:
        if item.get(name) == value:
            return item
    raise InvalidOperation(f"There is no {kind} with {name} '{value}'.")
