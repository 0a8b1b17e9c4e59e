"""What may stand on the wire, as strict as the real API: a number is no text, a text is no number.

Their complaints become the detail of an InvalidJsonInput, so they are short and say what was expected.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, runtime_checkable

from marshmallow import Schema, ValidationError
from marshmallow import fields as wire

from common.wire.times import as_text, as_time

REQUIRED = "Missing required value"


@runtime_checkable
class WireKind(Protocol):
    """A mark in ``Annotated`` that brings its own field, as references do."""

    def field(self, **options: Any) -> wire.Field: ...


class _Strict(wire.Field):
    """Common to the scalars: one Python type, one complaint."""

    accepts: tuple[type, ...] = ()
    expected = ""
    default_error_messages = {"required": REQUIRED}  # noqa: RUF012 (marshmallow's own form)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if type(value) not in self.accepts:
            raise ValidationError(f"Expected {self.expected}")
        return value


class Text(_Strict, wire.String):
    accepts, expected = (str,), "a string"

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        value = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in value:
            raise ValidationError("A string must not contain the null character")
        return value


EXACT = 2**53
"""Up to which a float tells whole numbers apart."""


class Whole(_Strict, wire.Integer):
    accepts, expected = (int,), "an integer"

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        exact = type(value) is not float or abs(value) < EXACT  # so is read what has too many digits, rounded
        if type(value) is float and value.is_integer():  # JSON has one kind of number: 3.0 is 3
            value = int(value)
        value = super()._deserialize(value, attr, data, **kwargs)
        if not exact or not -(2**63) <= value < 2**63:
            raise ValidationError("Expected an integer of at most 64 bits")
        return value


class Number(_Strict, wire.Float):
    accepts, expected = (int, float), "a number"


class Truth(_Strict, wire.Boolean):
    accepts, expected = (bool,), "true or false"


class Anything(wire.Raw):
    """Also null, where it stands in an object of free names: of a custom field it says that there is none."""

    default_error_messages = {"required": REQUIRED}  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_none": True, **options})


class Exact(_Strict, wire.Decimal):
    """A decimal number, exact: tax rates, exchange rates."""

    accepts, expected = (int, float, str), "a number"

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        try:
            exact = Decimal(str(super()._deserialize(value, attr, data, **kwargs)))
        except InvalidOperation:
            raise ValidationError("Expected a number") from None
        if not exact.is_finite():
            raise ValidationError("Expected a finite number")
        return exact


class Time(_Strict, wire.String):
    """A time, kept as text in the one form of ``common.wire.times``."""

    accepts, expected = (str,), "a time such as 2026-01-31T12:00:00.000Z"

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        try:
            return as_text(as_time(super()._deserialize(value, attr, data, **kwargs)))
        except (ValueError, OverflowError):
            raise ValidationError(f"Expected {self.expected}") from None


class Object(wire.Dict):
    default_error_messages = {"required": REQUIRED, "invalid": "Expected an object"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, Mapping) and isinstance(self.value_field, Anything):
            return dict(value)  # JSON as it is, whose names are texts
        try:
            return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as problem:
            raise ValidationError(_without_halves(problem.messages)) from None


def _without_halves(messages: Any) -> Any:
    """marshmallow says ``{"en": {"value": [...]}}``; the name alone is enough for a client."""
    if not isinstance(messages, dict):
        return messages
    return {name: halves.get("value", halves.get("key", halves)) for name, halves in messages.items()}


class Nested(wire.Nested):
    default_error_messages = {"required": REQUIRED}  # noqa: RUF012

    def _load(self, value: Any, partial: Any = None) -> Any:
        if not isinstance(value, Mapping):
            raise ValidationError("Expected an object")
        return super()._load(value, partial=partial)


class Sequence(wire.List):
    """An array; ``made`` is the Python type it becomes (a tuple in frozen dataclasses)."""

    default_error_messages = {"required": REQUIRED, "invalid": "Expected an array"}  # noqa: RUF012

    def __init__(self, inner: wire.Field, *, made: type, **options: Any) -> None:
        super().__init__(inner, **options)
        self.made = made

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        if None in value:
            raise ValidationError("An array must not contain null")
        return self.made(super()._deserialize(value, attr, data, **kwargs))


class OneOf(wire.Field):
    """One of several objects; the wire says which by a field, ``type`` unless told otherwise.

    Members and their schemas are looked up when something is read: a union may contain itself (a set of sets).
    """

    default_error_messages = {"required": REQUIRED}  # noqa: RUF012

    def __init__(
        self,
        members: Callable[[], Mapping[str, type]],
        schema: Callable[[type], type[Schema]],
        named_by: str = "type",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.members, self.schema, self.named_by = members, schema, named_by

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValidationError("Expected an object")
        tag, members = value.get(self.named_by), self.members()
        if not isinstance(tag, str) or tag not in members:
            raise ValidationError({self.named_by: [f"Expected one of {', '.join(members)}"]})
        return self.schema(members[tag])().load(value)
