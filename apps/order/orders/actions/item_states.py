"""Where the pieces of a line stand in a merchant's own workflow: some packed, some not yet.

https://docs.commercetools.com/api/projects/orders#transition-lineitem-state
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from marshmallow.validate import Range

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.messages import CustomLineItemStateTransition, LineItemStateTransition
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.families.items import OneCustomLineItem, OneLineItem
from common.resources.families.states import TransitionState, check_transition
from common.resources.messages import Message
from common.values.items import ItemState
from common.values.references import ToState
from common.wire import dump
from common.wire.json import Json

Pieces = Annotated[int, Range(min=1, error="Expected a quantity of at least 1")]


@dataclass(frozen=True, kw_only=True)
class Transition:
    from_state: ToState
    to_state: ToState
    quantity: Pieces
    actual_transition_date: datetime | None = None

    def move(self, item: Json, context: Context) -> Json:
        """Let so many pieces go from the one state to the other; what there is to tell of it."""
        before, after = self.from_state.to_json(), self.to_state.to_json()
        check_transition(TransitionState(self.to_state), before, "LineItemState", context)
        standing = sum(part["quantity"] for part in item["state"] if part["state"] == before)
        if standing < self.quantity:
            raise InvalidOperation(f"Only {standing} pieces of '{item['id']}' are in the state '{before['id']}'.")
        item["state"] = _merged([*item["state"], _part(-self.quantity, before), _part(self.quantity, after)])
        when = dump(self.actual_transition_date) or context.now
        return {"quantity": self.quantity, "from_state": before, "to_state": after, "transition_date": when}


@actions("transitionLineItemState")
@dataclass(frozen=True, kw_only=True)
class TransitionLineItemState(OneLineItem, Transition):
    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        line = self.named(order)
        which = {"line_item_id": line["id"], "line_item_key": line.get("key")}
        yield LineItemStateTransition(**which, **self.move(line, context))


@actions("transitionCustomLineItemState")
@dataclass(frozen=True, kw_only=True)
class TransitionCustomLineItemState(OneCustomLineItem, Transition):
    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        line = self.named(order)
        told = self.move(line, context)
        yield CustomLineItemStateTransition(
            custom_line_item_id=line["id"], custom_line_item_key=line.get("key"), **told
        )


@actions("importLineItemState")
@dataclass(frozen=True, kw_only=True)
class ImportLineItemState(OneLineItem):
    """As another system says; no arrow between states is asked for."""

    state: tuple[ItemState, ...]

    def apply(self, order: Order) -> None:
        _import(self.named(order), self.state)


@actions("importCustomLineItemState")
@dataclass(frozen=True, kw_only=True)
class ImportCustomLineItemState(OneCustomLineItem):
    state: tuple[ItemState, ...]

    def apply(self, order: Order) -> None:
        _import(self.named(order), self.state)


def _import(item: Json, states: tuple[ItemState, ...]) -> None:
    if sum(part.quantity for part in states) != item["quantity"]:
        raise InvalidOperation(f"The quantities of the states do not add up to the {item['quantity']} of the line.")
    item["state"] = _merged([dump(part) for part in states])


def _part(quantity: int, state: Json) -> Json:
    return {"quantity": quantity, "state": state}


def _merged(parts: list[Json]) -> list[Json]:
    """One part per state; a state that no piece is in goes."""
    sums: dict[str, Any] = {}
    for part in parts:
        known = sums.setdefault(part["state"]["id"], _part(0, part["state"]))
        known["quantity"] += part["quantity"]
    return [part for part in sums.values() if part["quantity"]]
