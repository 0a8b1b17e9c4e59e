"""A predicate as a Mongo filter."""

from collections.abc import Iterable, Mapping
from typing import Any

from common.predicates.errors import malformed
from common.predicates.readings import check_can_be_empty, check_point, ordered, pattern, readings
from common.predicates.shape import Field, Kind, Many, Shape, object_in
from common.predicates.syntax import (
    EARTH_RADIUS_METRES,
    AllOf,
    AnyOf,
    Applied,
    Compare,
    ContainsAll,
    IsDefined,
    IsEmpty,
    Leaf,
    MatchesIgnoringCase,
    Node,
    Not,
    OneOf,
    SameAs,
    Within,
    WithinCircle,
)

Filter = dict[str, Any]

OPERATORS = {"<": "$lt", ">": "$gt", "<=": "$lte", ">=": "$gte"}
MAX_ANY_DEPTH = 5
"""Each level inside a field of kind ANY is asked twice, of an object and of an array: 32 times at most."""
ALWAYS = {"_no such field": {"$exists": False}}


def to_mongo(node: Node, shape: Shape) -> Filter:
    """The filter that finds exactly what ``matches`` accepts; InvalidInput if the shape has no such field."""
    return _filter(node, shape, "", 0)


def _filter(node: Node, shape: Shape, prefix: str, any_depth: int) -> Filter:
    match node:
        case Within(name, inner):
            return _within(name, inner, shape, prefix, any_depth)
        case Not(inner):
            return {"$nor": [_filter(inner, shape, prefix, any_depth)]}
        case AllOf(nodes):
            return all_of(_filter(each, shape, prefix, any_depth) for each in nodes)
        case AnyOf(nodes):
            return {"$or": [_filter(each, shape, prefix, any_depth) for each in nodes]}
        case Applied(function):
            raise malformed(f"'{function}' is no function here.")
    return _leaf(node, shape[node.field], prefix + shape.stored_name(node.field)) | _listed(node, shape)


def _listed(node: Leaf, shape: Shape) -> Filter:
    """What the condition implies of the array in which the values are listed: it changes nothing but the plan."""
    match node:
        case Compare(name, "=", value) if shape.listed_in:
            return {shape.listed_in: _one_of(tuple(f"{name}:{each}" for each in readings(name, shape[name], value)))}
        case OneOf(name, values) if shape.listed_in:
            readable = (each for value in values for each in readings(name, shape[name], value))
            return {shape.listed_in: {"$in": [f"{name}:{each}" for each in readable]}}
    return {}


def _within(name: str, inner: Node, shape: Shape, prefix: str, any_depth: int) -> Filter:
    held, path = shape[name], prefix + shape.stored_name(name)
    within = object_in(name, held)
    if isinstance(held, Shape):
        return _filter(inner, within, f"{path}.", any_depth)
    if isinstance(held, Many) and held.of is not Kind.ANY:
        if isinstance(inner, Compare) and inner.operator == "=":  # of one condition, any element is the same element
            return _filter(inner, within, f"{path}.", any_depth)
        return {path: {"$elemMatch": _of_element(_filter(inner, within, "", any_depth))}}
    if any_depth == MAX_ANY_DEPTH:
        raise malformed(f"The field '{name}' is nested too deeply.")
    of_element = {path: {"$elemMatch": _of_element(_filter(inner, within, "", any_depth + 1))}}
    of_object = _filter(inner, within, f"{path}.", any_depth + 1)
    return {"$or": [of_element, {"$and": [{path: {"$not": {"$type": "array"}}}, of_object]}]}


def _leaf(node: Leaf, held: Field, path: str) -> Filter:
    name = node.field
    match node:
        case Compare(_, "=", value):
            return {path: _one_of(readings(name, held, value))}
        case Compare(_, "!=", value):
            [*values] = readings(name, held, value)
            return {path: {"$ne": values[0]} if len(values) == 1 else {"$nin": values}}
        case Compare(_, operator, value):
            return {path: {OPERATORS[operator]: ordered(name, held, value)}}
        case OneOf(_, values):
            return {path: {"$in": [each for value in values for each in readings(name, held, value)]}}
        case ContainsAll(_, values):
            return all_of({path: _one_of(readings(name, held, value))} for value in values)
        case IsDefined():
            return {path: {"$ne": None}}
        case IsEmpty():
            return _empty(name, held, path)
        case MatchesIgnoringCase(_, value):
            return {path: ignoring_case(pattern(name, held, value))}
        case SameAs():
            raise malformed(f"The field '{name}' cannot be compared with a list here.")
        case WithinCircle(_, longitude, latitude, radius_metres):
            check_point(name, held)
            circle = [[longitude, latitude], radius_metres / EARTH_RADIUS_METRES]
            return {path: {"$geoWithin": {"$centerSphere": circle}}}


def ignoring_case(pattern: str) -> Filter:
    """The one way to send a regular expression: as text, for a compiled one finds nothing on some indexes."""
    return {"$regex": pattern, "$options": "i"}


def _one_of(values: tuple[Any, ...]) -> Filter:
    return {"$eq": values[0]} if len(values) == 1 else {"$in": list(values)}


def _empty(name: str, held: Field, path: str) -> Filter:
    check_can_be_empty(name, held)
    if isinstance(held, Many):
        return {f"{path}.0": {"$exists": False}}
    if isinstance(held, Shape):
        return {path: {"$in": [None, {}]}}
    return {"$or": [{path: {"$size": 0}}, {path: {"$in": [None, {}], "$not": {"$type": "array"}}}]}


def all_of(filters: Iterable[Filter]) -> Filter:
    """A flat object where the fields differ, which every server and every index takes; else ``$and``."""
    several = list(filters)
    names = [name for each in several for name in each]
    if len(set(names)) == len(names) and not any(name.startswith("$") for name in names):
        return {name: condition for each in several for name, condition in each.items()}
    return {"$and": several}


def _of_element(condition: Mapping[str, Any]) -> Filter:
    # SecantusDB takes an $elemMatch that begins with $and, $or or $nor for one on scalars, and refuses it.
    starts_with_operator = next(iter(condition)).startswith("$")
    return {**ALWAYS, **condition} if starts_with_operator else dict(condition)
