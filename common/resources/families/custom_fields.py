"""setCustomType and setCustomField, for any resource that may carry custom fields.

https://docs.commercetools.com/api/projects/custom-fields
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from common.errors import InvalidOperation
from common.names import camel
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.custom import custom_at_rest, with_field
from common.values.custom_fields import CustomFieldsDraft
from common.values.references import ToType
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class SetCustomType:
    """Without a type the custom fields go."""

    type: ToType | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def on(self, custom: Json | None, carrier: str, context: Context) -> Json | None:
        draft = CustomFieldsDraft(self.type, self.fields) if self.type else None
        return custom_at_rest(draft, carrier, context)


@dataclass(frozen=True, kw_only=True)
class SetCustomField:
    """Without a value the field goes."""

    name: str
    value: Any = None

    def on(self, custom: Json | None, carrier: str, context: Context) -> Json | None:
        return with_field(custom, self.name, self.value, carrier, context)


def address_custom_fields(attribute: str, action: str) -> Callable[[Actions[Any]], None]:
    """The same two on an address: ``address_custom_fields("shipping_address", "setShippingAddress")``."""

    def apply(payload: SetCustomType | SetCustomField, resource: Any, context: Context) -> None:
        address = getattr(resource, attribute)
        if address is None:
            raise InvalidOperation(f"There is no {camel(attribute)}; set it before its custom fields.")
        setattr(resource, attribute, customised(address, payload, context))

    def include(actions: Actions[Any]) -> None:
        actions.add(f"{action}CustomType", SetCustomType, apply)
        actions.add(f"{action}CustomField", SetCustomField, apply)

    return include


def customised(address: Json, payload: SetCustomType | SetCustomField, context: Context) -> Json:
    """The address with its custom fields changed."""
    custom = payload.on(address.get("custom"), "address", context)
    return {name: value for name, value in {**address, "custom": custom}.items() if value is not None}


def custom_fields(carrier: str) -> Callable[[Actions[Any]], None]:
    """For resources with a ``custom`` field; ``carrier`` is their resourceTypeId."""

    def apply(payload: SetCustomType | SetCustomField, resource: Any, context: Context) -> None:
        resource.custom = payload.on(resource.custom, carrier, context)

    def include(actions: Actions[Any]) -> None:
        actions.add("setCustomType", SetCustomType, apply)
        actions.add("setCustomField", SetCustomField, apply)

    return include
