"""A predicate asked of one object in memory: discounts and subscriptions use it."""

import operator as op
import re
from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt
from typing import Any

from common.predicates.readings import check_can_be_empty, check_point, ordered, pattern, readings
from common.predicates.shape import Field, Kind, Many, Shape, object_in
from common.predicates.syntax import (
    EARTH_RADIUS_METRES,
    AllOf,
    AnyOf,
    Compare,
    ContainsAll,
    IsDefined,
    IsEmpty,
    Leaf,
    MatchesIgnoringCase,
    Node,
    Not,
    OneOf,
    Scalar,
    Within,
    WithinCircle,
)

OPERATORS = {"<": op.lt, ">": op.gt, "<=": op.le, ">=": op.ge}


def matches(node: Node, target: Mapping[str, Any], shape: Shape) -> bool:
    """Whether the predicate holds for ``target``, JSON as on the wire."""
    match node:
        case Within(name, inner):
            held = shape[name]
            return _matches_within(inner, target.get(name), held, object_in(name, held))
        case Not(inner):
            return not matches(inner, target, shape)
        case AllOf(nodes):
            return all(matches(each, target, shape) for each in nodes)
        case AnyOf(nodes):
            return any(matches(each, target, shape) for each in nodes)
    return _leaf(node, target.get(node.field), shape[node.field])


def _matches_within(inner: Node, value: Any, held: Field, within: Shape) -> bool:
    if isinstance(value, list):
        return any(matches(inner, each, within) for each in value if isinstance(each, Mapping))
    if isinstance(held, Many) and held.of is not Kind.ANY:
        return False  # an array that is not there has no element
    return matches(inner, value if isinstance(value, Mapping) else {}, within)


def _leaf(node: Leaf, value: Any, held: Field) -> bool:
    name = node.field
    elements = value if isinstance(value, list) else [value]
    match node:
        case Compare(_, "=", wanted):
            return _has(elements, readings(name, held, wanted))
        case Compare(_, "!=", wanted):
            return not _has(elements, readings(name, held, wanted))
        case Compare(_, operator, wanted):
            bound = ordered(name, held, wanted)
            return any(_are_alike(each, bound) and OPERATORS[operator](each, bound) for each in elements)
        case OneOf(_, values):
            return _has(elements, [each for wanted in values for each in readings(name, held, wanted)])
        case ContainsAll(_, values):
            return all(_has(elements, readings(name, held, wanted)) for wanted in values)
        case IsDefined():
            return value is not None
        case IsEmpty():
            check_can_be_empty(name, held)
            return value is None or value in ([], {})
        case MatchesIgnoringCase(_, wanted):
            form = re.compile(pattern(name, held, wanted), re.IGNORECASE)
            return any(isinstance(each, str) and form.search(each) is not None for each in elements)
        case WithinCircle(_, longitude, latitude, radius_metres):
            check_point(name, held)
            return value is not None and _metres(value["coordinates"], (longitude, latitude)) <= radius_metres


def _has(elements: list[Any], wanted: tuple[Scalar, ...] | list[Scalar]) -> bool:
    return any(_are_alike(each, one) and each == one for each in elements for one in wanted)


def _are_alike(found: Any, wanted: Scalar) -> bool:
    """Texts compare with texts, numbers with numbers; true and false are no numbers here."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return isinstance(wanted, bool) and isinstance(found, bool)
    return isinstance(found, str) if isinstance(wanted, str) else isinstance(found, int | float)


def _metres(here: Any, there: tuple[float, float]) -> float:
    """The way on the ground between two ``(longitude, latitude)``, by the haversine."""
    (lng1, lat1), (lng2, lat2) = (map(radians, point[:2]) for point in (here, there))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(sqrt(chord))
