"""A predicate as a tree.

``!=`` and ``not in`` hold where the field is absent; every other comparison fails there.
"""

from dataclasses import dataclass
from typing import Literal

EARTH_RADIUS_METRES = 6_378_100
"""The one MongoDB reckons with."""


@dataclass(frozen=True, slots=True)
class Variable:
    """``:name``: its values come beside the predicate, as ``var.name``."""

    name: str


@dataclass(frozen=True, slots=True)
class Untyped:
    """The text of a variable: a number or a time only if the field it is compared with holds such."""

    text: str


Scalar = str | int | float | bool
Value = Scalar | Variable | Untyped


@dataclass(frozen=True, slots=True)
class Compare:
    field: str
    operator: Literal["=", "!=", "<", ">", "<=", ">="]
    value: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field, or an element of the array it holds, is one of these: ``in (…)``, ``contains any (…)``."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ContainsAll:
    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class IsDefined:
    field: str


@dataclass(frozen=True, slots=True)
class IsEmpty:
    """An array without elements, an object without fields, or nothing at all."""

    field: str


@dataclass(frozen=True, slots=True)
class MatchesIgnoringCase:
    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class WithinCircle:
    """Degrees, and metres on the ground."""

    field: str
    longitude: float
    latitude: float
    radius_metres: float


@dataclass(frozen=True, slots=True)
class Within:
    """A predicate on what ``field`` holds; if that is an array, on one and the same element of it."""

    field: str
    inner: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class AllOf:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class SameAs:
    """The array holds these values and no others; only discounts ask so: ``categories.id = ("a", "b")``."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What is said about a function of the elements that ``inner`` chooses: ``lineItemCount(sku = "a") > 2``. Only
    discounts ask so.
    """

    function: str
    inner: "Node"
    said: "Leaf"


Leaf = Compare | OneOf | ContainsAll | IsDefined | IsEmpty | MatchesIgnoringCase | WithinCircle | SameAs
Node = Leaf | Within | Not | AllOf | AnyOf | Applied
