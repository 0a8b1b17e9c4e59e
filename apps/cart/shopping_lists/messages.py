"""What a shopping list tells."""

from dataclasses import dataclass

from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class ShoppingListLineItemAdded(Message):
    line_item: Json


@dataclass(frozen=True)
class ShoppingListLineItemRemoved(Message):
    line_item: Json
