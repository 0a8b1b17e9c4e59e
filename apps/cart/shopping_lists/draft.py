"""How a shopping list is born.

https://docs.commercetools.com/api/projects/shoppingLists#shoppinglistdraft
"""

from dataclasses import dataclass, fields

from apps.cart.carts.draft import Days
from apps.cart.shopping_lists.document import ShoppingList
from apps.cart.shopping_lists.lines import ShoppingListLineItemDraft, TextLineItemDraft, add_line, add_text_line
from common.errors import InvalidOperation
from common.resources.card import shared_fields
from common.resources.context import Context
from common.resources.projects import project_of
from common.resources.stores import store_key
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Localized
from common.values.references import Reference, ToCustomer, ToStore
from common.values.texts import Key

MADE_HERE = ("line_items", "text_line_items", "store", "custom")


@dataclass(frozen=True, kw_only=True)
class MyShoppingListDraft:
    name: Localized
    description: Localized | None = None
    line_items: tuple[ShoppingListLineItemDraft, ...] = ()
    text_line_items: tuple[TextLineItemDraft, ...] = ()
    store: ToStore | None = None
    delete_days_after_last_modification: Days | None = None
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True, kw_only=True)
class ShoppingListDraft(MyShoppingListDraft):
    key: Key | None = None
    slug: Localized | None = None
    customer: ToCustomer | None = None
    anonymous_id: str | None = None


def born(draft: ShoppingListDraft, context: Context) -> ShoppingList:
    if draft.customer and draft.anonymous_id:
        raise InvalidOperation("A shopping list is a customer's or an anonymous session's, not both.")
    made = ShoppingList(**shared_fields(draft, ShoppingList, without=MADE_HERE))
    made.project_key = context.project_key
    made.store = store_key(draft.store, context) if draft.store else None
    if draft.delete_days_after_last_modification is None:
        made.delete_days_after_last_modification = default_days(context)
    for line in draft.line_items:
        add_line(made, line, context)
    for text in draft.text_line_items:
        add_text_line(made, text, context)
    return made


def default_days(context: Context) -> int:
    days: int = project_of(context)["shoppingLists"]["deleteDaysAfterLastModification"]
    return days


def born_mine(draft: MyShoppingListDraft, context: Context) -> ShoppingList:
    """That of the shopper whom the token names."""
    actor = context.actor or {}
    given = {field.name: getattr(draft, field.name) for field in fields(MyShoppingListDraft)}
    customer = Reference("customer", id=actor["customer"]["id"]) if "customer" in actor else None
    return born(ShoppingListDraft(**given, customer=customer, anonymous_id=actor.get("anonymousId")), context)
