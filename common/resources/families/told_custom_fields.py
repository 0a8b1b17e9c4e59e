"""Custom fields whose changes are told: those of customers, orders, deliveries and payment methods are.

order_custom = CustomMessages("Order")
actions.include(told_custom_fields("order", order_custom))

https://docs.commercetools.com/api/projects/custom-fields
"""

from collections.abc import Callable, Iterator
from dataclasses import make_dataclass
from typing import Any

from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.messages import Message
from common.wire.json import Json


class CustomMessages:
    """The five messages of one place: ``OrderCustomTypeSet``, ``…TypeRemoved``, ``…FieldAdded``, ``…Changed``,
    ``…Removed``.

    ``where`` are the fields by which each says of which part it speaks (``delivery_id``). ``previous_type`` is what
    it calls the type before; ``tells_previous_value`` whether a changed field's message has the old value.
    """

    def __init__(
        self,
        of: str,
        *where: str,
        previous_type: str = "previous_type_id",
        tells_previous_value: bool = True,
    ) -> None:
        self.previous_type, self.tells_previous_value = previous_type, tells_previous_value
        place = [(name, str) for name in where]
        before = (previous_type, str | None, None)
        previous_value = [("previous_value", Any, None)] if tells_previous_value else []
        self.type_set = _message(f"{of}CustomTypeSet", *place, ("custom_fields", Json), before)
        self.type_removed = _message(f"{of}CustomTypeRemoved", *place, before)
        self.field_added = _message(f"{of}CustomFieldAdded", *place, ("name", str), ("value", Any))
        changed = (*place, ("name", str), ("value", Any), *previous_value)
        self.field_changed = _message(f"{of}CustomFieldChanged", *changed)
        self.field_removed = _message(f"{of}CustomFieldRemoved", *place, ("name", str))

    def told(
        self, payload: SetCustomType | SetCustomField, before: Json | None, after: Json | None, **where: str
    ) -> Iterator[Message]:
        """What the change of the custom fields from ``before`` to ``after`` by this action has to say."""
        if before == after:
            return
        if isinstance(payload, SetCustomField):
            yield from self._field(payload.name, before, after, where)
            return
        previous = {self.previous_type: before["type"]["id"] if before else None}
        if after:
            yield self.type_set(custom_fields=after, **previous, **where)
        else:
            yield self.type_removed(**previous, **where)

    def _field(self, name: str, before: Json | None, after: Json | None, where: dict[str, str]) -> Iterator[Message]:
        was, now = (side["fields"].get(name) if side else None for side in (before, after))
        if now is None:
            yield self.field_removed(name=name, **where)
        elif was is None:
            yield self.field_added(name=name, value=now, **where)
        else:
            previous = {"previous_value": was} if self.tells_previous_value else {}
            yield self.field_changed(name=name, value=now, **previous, **where)


def told_custom_fields(carrier: str, messages: CustomMessages) -> Callable[[Actions[Any]], None]:
    """As ``custom_fields``, and told."""

    def apply(payload: SetCustomType | SetCustomField, resource: Any, context: Context) -> Iterator[Message]:
        before, resource.custom = resource.custom, payload.on(resource.custom, carrier, context)
        yield from messages.told(payload, before, resource.custom)

    def include(actions: Actions[Any]) -> None:
        actions.add("setCustomType", SetCustomType, apply)
        actions.add("setCustomField", SetCustomField, apply)

    return include


def _message(name: str, *members: Any) -> Callable[..., Message]:
    return make_dataclass(name, members, bases=(Message,), frozen=True)
