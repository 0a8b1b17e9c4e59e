"""The index card of a resource: everything the platform knows about one kind, as a declaration.

``common.http.resource_api`` makes its routes, ``indexes`` its indexes, ``service`` its look-ups from the card.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, ClassVar, Generic, Literal, TypeVar

from werkzeug.datastructures import MultiDict

from common.predicates import Shape
from common.resources.actions import Actions
from common.resources.collection import public
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.document import Resource, Stored, on_the_wire
from common.resources.messages import Message
from common.resources.shape import document_shape
from common.wire import dump
from common.wire.json import Json

R = TypeVar("R", bound=Resource)

Present = Callable[[list[Json], MultiDict[str, str], Context], None]
"""What a request's own parameters add to its results, in place: a selected price, a projection."""


def as_they_are(results: list[Json], arguments: MultiDict[str, str], context: Context) -> None:
    """Results without parameters of their own."""


@dataclass(frozen=True)
class Scopes:
    """Who may: any one of the named scopes, without their project. ``view`` also covers HEAD."""

    view: tuple[str, ...]
    manage: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ResourceType(Generic[R]):
    """One kind of resource.

    ``born`` makes a resource from its draft (default: the fields they share); ``created`` and ``deleted`` are the
    messages that tell of it; ``check_delete`` raises if it must not go; ``referenced_by`` are (document, path, type
    id) that forbid its deletion while they point at it (of most that is seen to for all: ``holding``).
    ``takes_along`` are those of its kind that are deleted with it, and ``afterwards`` is done when a change of it
    is stored; ``carrier`` is what a Type calls it, where that is not its type id (carts: order). ``also_named`` are
    attributes besides id and key by which a path may name one (``order-number=…``); where ``creates`` is False,
    POST on the collection is a route of the service's own. ``customer_path`` is where, at rest, it says which
    customer it belongs to (``common.http.my_api``). ``awaits`` waits for what a write brings about elsewhere, and
    gives the resource as it is then. ``present`` completes results. ``of_store`` is the field that names the store,
    or the stores, they belong to; ``of_every_store``: what names none is met in each.
    """

    within: ClassVar[Mapping[str, Any]] = {}  # all rows of the project

    path: str
    type_id: str
    document: type[R]
    draft: type[Any]
    actions: Actions[R]
    scopes: Scopes
    born: Callable[[Any, Context], R] | None = None
    created: Callable[[R], Message | None] | None = None
    deleted: Callable[[R], Message | None] | None = None
    check_delete: Callable[[R, Context], None] | None = None
    referenced_by: tuple[tuple[type[Resource], str, str], ...] = ()
    takes_along: Callable[[R], Iterable[R]] | None = None
    afterwards: Callable[[R], None] | None = None
    carrier: str | None = None
    also_named: tuple[str, ...] = ()
    creates: bool = True
    customer_path: str = "customerId"
    awaits: Callable[[R, Context], R] | None = None
    present: Present = as_they_are
    of_store: Literal["store", "stores"] | None = None
    of_every_store: bool = False

    @cached_property
    def shape(self) -> Shape:
        """What predicates and sorting may ask of it."""
        return document_shape(self.document)

    @cached_property
    def public(self) -> dict[str, int]:
        """The projection that leaves out what only we need."""
        return public(self.document)

    def seen(self, row: Stored, /) -> Json:
        """What a client sees of a row."""
        return on_the_wire(row)

    @property
    def keyed(self) -> bool:
        return "key" in self.document._fields

    def create(self, draft: Any, context: Context) -> R:
        """The new resource, not stored yet."""
        made = self.born(draft, context) if self.born else self.document(**shared_fields(draft, self.document))
        made.project_key = context.project_key
        made.created_at = made.last_modified_at = context.now
        made.created_by = made.last_modified_by = context.actor
        if "custom" in self.document._fields and (custom := getattr(draft, "custom", None)):
            made.custom = custom_at_rest(custom, self.carrier or self.type_id, context)
        made.settle(context)
        return made

    def birth(self, resource: R) -> Iterable[Message]:
        message = self.created(resource) if self.created else None
        return [message] if message else []

    def death(self, resource: R) -> Iterable[Message]:
        message = self.deleted(resource) if self.deleted else None
        return [message] if message else []


def shared_fields(draft: Any, document: type[Resource], without: Iterable[str] = ()) -> dict[str, Any]:
    """The draft's values, as JSON, for the fields of the same name."""
    skipped = set(without)
    return {
        field.name: dump(value)
        for field in fields(draft)
        if field.name in document._fields
        and field.name not in skipped
        and (value := getattr(draft, field.name)) is not None
    }
