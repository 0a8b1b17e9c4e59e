"""What a client may do to a shopping list.

https://docs.commercetools.com/api/projects/shoppingLists#update-actions
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from marshmallow.validate import Range

from apps.cart.carts.draft import Days
from apps.cart.carts.line_items import Quantity
from apps.cart.shopping_lists.document import ShoppingList
from apps.cart.shopping_lists.draft import default_days
from apps.cart.shopping_lists.lines import (
    TEXT_LINE,
    ShoppingListLineItemDraft,
    TextLineItemDraft,
    add_line,
    add_text_line,
)
from apps.cart.shopping_lists.messages import ShoppingListLineItemAdded, ShoppingListLineItemRemoved
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType, custom_fields
from common.resources.families.items import (
    OneLineItem,
    SetLineItemCustomField,
    SetLineItemCustomType,
    customise_item,
    one_named,
    with_or_without,
)
from common.resources.messages import Message
from common.resources.order import in_order
from common.resources.stores import store_key
from common.values.localized import Localized
from common.values.references import ToCustomer, ToStore
from common.wire.json import Json

NewQuantity = Annotated[int, Range(min=0, max=2**31 - 1, error="Expected a quantity of at least 0")]

actions = Actions(ShoppingList)

actions.sets(
    changeName="name",
    setDescription="description",
    setKey="key",
    setSlug="slug",
)
actions.include(custom_fields("shopping-list"))


@actions("setCustomer")
@dataclass(frozen=True)
class SetCustomer:
    """Who has a customer is no anonymous session's any more."""

    customer: ToCustomer | None = None

    def apply(self, to: ShoppingList) -> None:
        to.customer = self.customer.to_json() if self.customer else None
        if self.customer:
            to.anonymous_id = None


@actions("setAnonymousId")
@dataclass(frozen=True)
class SetAnonymousId:
    anonymous_id: str | None = None

    def apply(self, to: ShoppingList) -> None:
        if to.customer:
            raise InvalidOperation("The shopping list has a customer and cannot be anonymous.")
        to.anonymous_id = self.anonymous_id


@actions("setStore")
@dataclass(frozen=True)
class SetStore:
    store: ToStore | None = None

    def apply(self, to: ShoppingList, context: Context) -> None:
        to.store = store_key(self.store, context) if self.store else None


@actions("setDeleteDaysAfterLastModification")
@dataclass(frozen=True)
class SetDeleteDaysAfterLastModification:
    """Without days, those that the project says."""

    delete_days_after_last_modification: Days | None = None

    def apply(self, to: ShoppingList, context: Context) -> None:
        to.delete_days_after_last_modification = self.delete_days_after_last_modification or default_days(context)


@actions("addLineItem")
@dataclass(frozen=True, kw_only=True)
class AddLineItem(ShoppingListLineItemDraft):
    """The same again only raises the quantity."""

    def apply(self, to: ShoppingList, context: Context) -> Iterator[Message]:
        yield ShoppingListLineItemAdded(deepcopy(add_line(to, self, context)))


@actions("removeLineItem")
@dataclass(frozen=True, kw_only=True)
class RemoveLineItem(OneLineItem):
    """All of it, or so many pieces."""

    quantity: Quantity | None = None

    def apply(self, to: ShoppingList) -> Iterator[Message]:
        line = self.named(to)
        yield ShoppingListLineItemRemoved(deepcopy(line))
        to.line_items = _with_quantity(to.line_items, line, line["quantity"] - (self.quantity or line["quantity"]))


@actions("changeLineItemQuantity")
@dataclass(frozen=True, kw_only=True)
class ChangeLineItemQuantity(OneLineItem):
    """0 removes the line."""

    quantity: NewQuantity

    def apply(self, to: ShoppingList) -> Iterator[Message]:
        line = self.named(to)
        if self.quantity == 0:
            yield ShoppingListLineItemRemoved(deepcopy(line))
        to.line_items = _with_quantity(to.line_items, line, self.quantity)


@actions("changeLineItemsOrder")
@dataclass(frozen=True)
class ChangeLineItemsOrder:
    line_item_order: tuple[str, ...]

    def apply(self, to: ShoppingList) -> None:
        to.line_items = in_order(to.line_items, "id", self.line_item_order)


@actions("addTextLineItem")
@dataclass(frozen=True, kw_only=True)
class AddTextLineItem(TextLineItemDraft):
    def apply(self, to: ShoppingList, context: Context) -> None:
        add_text_line(to, self, context)


@dataclass(frozen=True, kw_only=True)
class OneTextLineItem:
    carrier: ClassVar[str] = TEXT_LINE

    text_line_item_id: str | None = None
    text_line_item_key: str | None = None

    def named(self, holder: Any) -> Json:
        return one_named("textLineItem", holder.text_line_items, self.text_line_item_id, self.text_line_item_key)


@actions("removeTextLineItem")
@dataclass(frozen=True, kw_only=True)
class RemoveTextLineItem(OneTextLineItem):
    """All of it, or so many pieces."""

    quantity: Quantity | None = None

    def apply(self, to: ShoppingList) -> None:
        line = self.named(to)
        left = line["quantity"] - (self.quantity or line["quantity"])
        to.text_line_items = _with_quantity(to.text_line_items, line, left)


@actions("changeTextLineItemQuantity")
@dataclass(frozen=True, kw_only=True)
class ChangeTextLineItemQuantity(OneTextLineItem):
    """0 removes the line."""

    quantity: NewQuantity

    def apply(self, to: ShoppingList) -> None:
        to.text_line_items = _with_quantity(to.text_line_items, self.named(to), self.quantity)


@actions("changeTextLineItemName")
@dataclass(frozen=True, kw_only=True)
class ChangeTextLineItemName(OneTextLineItem):
    name: Localized

    def apply(self, to: ShoppingList) -> None:
        self.named(to)["name"] = self.name


@actions("setTextLineItemDescription")
@dataclass(frozen=True, kw_only=True)
class SetTextLineItemDescription(OneTextLineItem):
    description: Localized | None = None

    def apply(self, to: ShoppingList) -> None:
        with_or_without(self.named(to), "description", self.description)


@actions("changeTextLineItemsOrder")
@dataclass(frozen=True)
class ChangeTextLineItemsOrder:
    text_line_item_order: tuple[str, ...]

    def apply(self, to: ShoppingList) -> None:
        to.text_line_items = in_order(to.text_line_items, "id", self.text_line_item_order)


@dataclass(frozen=True, kw_only=True)
class SetTextLineItemCustomType(OneTextLineItem, SetCustomType):
    pass


@dataclass(frozen=True, kw_only=True)
class SetTextLineItemCustomField(OneTextLineItem, SetCustomField):
    pass


CUSTOM: dict[str, type] = {
    "setLineItemCustomType": SetLineItemCustomType,
    "setLineItemCustomField": SetLineItemCustomField,
    "setTextLineItemCustomType": SetTextLineItemCustomType,
    "setTextLineItemCustomField": SetTextLineItemCustomField,
}
for _name, _payload in CUSTOM.items():
    actions.add(_name, _payload, customise_item)


def _with_quantity(lines: list[Json], line: Json, quantity: int) -> list[Json]:
    """The lines with so many of this one; with none, without it."""
    if quantity <= 0:
        return [other for other in lines if other is not line]
    line["quantity"] = quantity
    return lines
