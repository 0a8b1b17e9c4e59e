"""Update actions, declared once per resource.

Over half of all actions set one field: ``actions.sets(setDescription="description")`` is all they need. The others
are frozen dataclasses whose fields are the payload, whose ``apply`` is the behaviour and whose docstring is the
documentation:

    @actions("changeSlug")
    @dataclass(frozen=True)
    class ChangeSlug:
        slug: Localized

        def apply(self, category: Category, context: Context) -> Iterator[Message]: ...

``apply`` may leave ``context`` out, and returns or yields the messages it causes, or None.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, make_dataclass
from typing import Any, Generic, TypeVar

from common.errors import InvalidJsonInput
from common.names import titled
from common.resources.context import Context
from common.resources.document import Resource, type_of
from common.resources.messages import Message
from common.wire import dump, read

R = TypeVar("R", bound=Resource)
A = TypeVar("A", bound=type)

MAX_ACTIONS = 500  # https://docs.commercetools.com/api/limits

Apply = Callable[[Any, Any, Context], Iterable[Message] | None]


@dataclass(frozen=True)
class Declared:
    """One action as the registry knows it: how its payload reads, and what it does."""

    payload: type
    apply: Apply


class Actions(Generic[R]):
    """The actions of one resource, by their names on the wire. A name declared twice fails at import."""

    def __init__(self, document: type[R]) -> None:
        self.document = document
        self.declared: dict[str, Declared] = {}

    def __call__(self, name: str) -> Callable[[A], A]:
        def declare(action: A) -> A:
            takes_context = len(inspect.signature(action.apply).parameters) > 2  # type: ignore[attr-defined]
            self.add(name, action, _apply if takes_context else _apply_alone)
            return action

        return declare

    def add(self, name: str, payload: type, apply: Callable[[Any, Any, Context], Any]) -> None:
        if name in self.declared:
            raise TypeError(f"{self.document.__name__} declares {name} twice")
        self.declared[name] = Declared(payload, apply)

    def sets(self, **fields: str) -> None:
        """``action="field"``: ``change…`` requires its value, ``set…`` without one clears the field."""
        for name, attribute in fields.items():
            self.add(name, _payload_of(self.document, name, attribute), _setter(attribute))

    def tells(self, **fields: tuple[str, type[Message]]) -> None:
        """As ``sets``, and what is new is told: ``setTitle=("title", TitleSet)``, a message with that one field."""
        for name, (attribute, message) in fields.items():
            self.add(name, _payload_of(self.document, name, attribute), _teller(attribute, message))

    def take(self, name: str, others: "Actions[R]") -> None:
        """An action just as another registry declares it."""
        declared = others.declared[name]
        self.add(name, declared.payload, declared.apply)

    def include(self, *families: Callable[["Actions[Any]"], None]) -> None:
        """Actions that several resources share, written once in ``common.resources.families``."""
        for family in families:
            family(self)

    def read(self, given: Any, at: str) -> "Action":
        """One entry of a body's ``actions``."""
        name = given.get("action") if isinstance(given, dict) else None
        if not isinstance(name, str) or name not in self.declared:
            raise InvalidJsonInput(f"{at} -> action: {self._complaint(name)}")
        declared = self.declared[name]
        return Action(name, read(declared.payload, given, at), declared.apply)

    def read_all(self, given: Any) -> list["Action"]:
        if not isinstance(given, list):
            raise InvalidJsonInput(f"actions: {'Missing required value' if given is None else 'Expected an array'}")
        if len(given) > MAX_ACTIONS:
            raise InvalidJsonInput(f"actions: At most {MAX_ACTIONS} actions fit into one update")
        return [self.read(one, f"actions -> {index}") for index, one in enumerate(given)]

    def _complaint(self, name: Any) -> str:
        if name is None:
            return "Missing required value"
        return f"{name!r} is not an update action of this resource that is served (docs/coverage.md lists them)"


@dataclass(frozen=True)
class Action:
    """An action of a request, read and ready: ``action(resource, context)`` applies it."""

    name: str
    payload: Any
    does: Apply = field(repr=False)

    def __call__(self, resource: Resource, context: Context) -> Iterator[Message]:
        yield from self.does(self.payload, resource, context) or ()


def _apply(payload: Any, resource: Resource, context: Context) -> Iterable[Message] | None:
    return payload.apply(resource, context)


def _apply_alone(payload: Any, resource: Resource, _: Context) -> Iterable[Message] | None:
    return payload.apply(resource)


def _payload_of(document: type[Resource], name: str, attribute: str) -> type:
    """``changeName`` of a localized name reads ``{"name": {…}}``."""
    hint = type_of(document._fields[attribute])
    if name.startswith("change"):
        return make_dataclass(titled(name), [(attribute, hint)], frozen=True)
    return make_dataclass(titled(name), [(attribute, hint | None, None)], frozen=True)


def _setter(attribute: str) -> Callable[[Any, Any, Context], None]:
    def apply(payload: Any, resource: Resource, _: Context) -> None:
        setattr(resource, attribute, dump(getattr(payload, attribute)))

    return apply


def _teller(attribute: str, message: type[Message]) -> Apply:
    set_it = _setter(attribute)

    def apply(payload: Any, resource: Resource, context: Context) -> Iterator[Message]:
        before = getattr(resource, attribute)
        set_it(payload, resource, context)
        if getattr(resource, attribute) != before:
            yield message(**{attribute: getattr(payload, attribute)})

    return apply
