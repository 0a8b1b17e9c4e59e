"""What a stored type looks like, as far as predicates and sorting must know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from common.predicates.errors import malformed, unknown_field


class Kind(Enum):
    TEXT = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    TIME = auto()
    """Kept as the text of ``common.wire.times``, which sorts as time does."""
    AMOUNT = auto()
    """Money, which only discounts compare (``amounts``)."""
    POINT = auto()
    """GeoJSON."""
    ANY = auto()
    """Whatever a merchant declared: the value of an attribute or a custom field; scalar, object or array."""


@dataclass(frozen=True, eq=False)
class Shape:
    """An object: its fields by their names on the wire."""

    fields: Mapping[str, "Field"] = field(default_factory=dict)
    others: "Field | None" = None
    """What every other field holds (a locale's text, say); None: there is no other."""
    at_rest: Mapping[str, str] = field(default_factory=dict)
    """The stored names of fields that are stored under another name, as ``id`` is under ``_id``."""
    listed_in: str | None = None
    """A private array at the top of the document that lists what is held here as ``"name:value"``, with an index: a
    slug's locales have no indexes of their own.
    """

    def __getitem__(self, name: str) -> "Field":
        if name in self.fields:
            return self.fields[name]
        # A dot or a dollar would step into, or act on, something else than a field of this name.
        if self.others is None or name.startswith("$") or "." in name or "\x00" in name:
            raise unknown_field(name)
        return self.others

    def stored_name(self, name: str) -> str:
        return self.at_rest.get(name, name)


@dataclass(frozen=True, eq=False)
class Many:
    """An array."""

    of: "Field"


Field = Kind | Shape | Many

ANYTHING = Shape(others=Kind.ANY)
"""What is inside a field of kind ANY."""


def stored_path(shape: Shape, path: str) -> str:
    """The path at rest of ``masterData.current.name.en``, for sorting; InvalidInput if there is no such field."""
    names, at = [], shape
    *outer, last = path.split(".")
    for name in outer:
        inner = at[name]
        names.append(at.stored_name(name))
        at = object_in(name, inner)
    if isinstance(at[last], Shape):
        raise malformed(f"The field '{path}' is an object.")
    return ".".join([*names, at.stored_name(last)])


def object_in(name: str, held: Field) -> Shape:
    """The shape of the object, or of the objects in the array, that a field holds."""
    inner = held.of if isinstance(held, Many) else held
    if isinstance(inner, Shape):
        return inner
    if inner is Kind.ANY:
        return ANYTHING
    raise malformed(f"The field '{name}' is not an object.")
