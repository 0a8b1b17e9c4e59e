"""Lines of a shopping list: of products, and of text.

https://docs.commercetools.com/api/projects/shoppingLists#add-shoppinglistlineitem
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from apps.cart.carts.line_items import Quantity, VariantLineDraft, check_new_key
from apps.cart.carts.offers import Offer, offers
from apps.cart.shopping_lists.document import ShoppingList
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Localized
from common.values.texts import Key
from common.wire.json import Json

MOST_LINES = 250  # https://docs.commercetools.com/api/limits#shopping-lists

LINE, TEXT_LINE = "line-item", "shopping-list-text-line-item"
"""What Types call them."""


class ShoppingListLineItemDraft(VariantLineDraft):
    """It has no price yet."""


@dataclass(frozen=True, kw_only=True)
class TextLineItemDraft:
    name: Localized
    key: Key | None = None
    description: Localized | None = None
    quantity: Quantity = 1
    added_at: datetime | None = None
    custom: CustomFieldsDraft | None = None


def add_line(to: ShoppingList, draft: ShoppingListLineItemDraft, context: Context) -> Json:
    """The new line, or the one that is the same and has more of it now."""
    [offer] = offers([draft.wanted], context)
    line = _line(draft, offer, context)
    for other in to.line_items:
        if all(other.get(name) == line.get(name) for name in ("productId", "variantId", "custom")):
            other["quantity"] += draft.quantity
            found: Json = other
            return found
    check_room(to.line_items, draft.key)
    to.line_items = [*to.line_items, line]
    return line


def _line(draft: ShoppingListLineItemDraft, offer: Offer, context: Context) -> Json:
    """Without a variant, the product's master is meant, whichever that is."""
    given = {
        "key": draft.key,
        "variantId": draft.variant_id if draft.product_id else offer.variant["id"],
        "custom": custom_at_rest(draft.custom, LINE, context),
    }
    return {
        "id": str(uuid4()),
        "productId": offer.product["id"],
        "productType": offer.product["productType"],
        "name": offer.current["name"],
        "published": True,
        "quantity": draft.quantity,
        "addedAt": str(draft.added_at) if draft.added_at else context.now,
        **{name: value for name, value in given.items() if value is not None},
    }


def add_text_line(to: ShoppingList, draft: TextLineItemDraft, context: Context) -> None:
    check_room(to.text_line_items, draft.key)
    given = {
        "key": draft.key,
        "description": draft.description,
        "custom": custom_at_rest(draft.custom, TEXT_LINE, context),
    }
    line = {
        "id": str(uuid4()),
        "name": draft.name,
        "quantity": draft.quantity,
        "addedAt": str(draft.added_at) if draft.added_at else context.now,
        **{name: value for name, value in given.items() if value is not None},
    }
    to.text_line_items = [*to.text_line_items, line]


def check_room(lines: list[Json], key: str | None) -> None:
    check_new_key(lines, key)
    if len(lines) >= MOST_LINES:
        raise InvalidOperation(f"A shopping list has at most {MOST_LINES} line items and as many text line items.")
