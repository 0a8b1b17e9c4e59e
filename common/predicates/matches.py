"""A predicate asked of objects in memory: subscriptions and discounts use it.

It is made into a function once, and asked often: a cart of fifty lines asks each discount's fifty times.
"""

import operator as op
import re
from collections.abc import Callable, Iterable, Mapping
from math import asin, cos, radians, sin, sqrt
from typing import Any

from common.predicates.amounts import amount_test
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
    IsEmpty,
    Leaf,
    MatchesIgnoringCase,
    Node,
    Not,
    OneOf,
    SameAs,
    Scalar,
    Value,
    Within,
    WithinCircle,
)

OPERATORS = {"<": op.lt, ">": op.gt, "<=": op.le, ">=": op.ge}

Test = Callable[[Any], bool]


def matches(node: Node, target: Mapping[str, Any], shape: Shape) -> bool:
    """Whether the predicate holds for ``target``, JSON as on the wire."""
    return matcher(node, shape)(target)


def matcher(node: Node, shape: Shape) -> Callable[[Mapping[str, Any]], bool]:
    """The predicate as a function of such objects."""
    match node:
        case Within(name, inner):
            return _within(name, inner, shape)
        case Not(inner):
            return negated(matcher(inner, shape))
        case AllOf(nodes):
            return all_hold([matcher(each, shape) for each in nodes])
        case AnyOf(nodes):
            return one_holds([matcher(each, shape) for each in nodes])
        case Applied(function):
            raise malformed(f"'{function}' is no function here.")
    name, holds = node.field, leaf_test(node, shape[node.field])
    return lambda target: holds(target.get(name))


def negated(test: Test) -> Test:
    return lambda target: not test(target)


def all_hold(tests: list[Test]) -> Test:
    def test(target: Any) -> bool:
        for each in tests:  # noqa: SIM110  # no generator: these loops are where the time goes
            if not each(target):
                return False
        return True

    return test


def one_holds(tests: list[Test]) -> Test:
    def test(target: Any) -> bool:
        for each in tests:  # noqa: SIM110
            if each(target):
                return True
        return False

    return test


def _within(name: str, inner: Node, shape: Shape) -> Callable[[Mapping[str, Any]], bool]:
    held = shape[name]
    test = matcher(inner, object_in(name, held))
    needs_element = isinstance(held, Many) and held.of is not Kind.ANY

    def matches_within(target: Mapping[str, Any]) -> bool:
        value = target.get(name)
        if isinstance(value, list):
            return any(test(each) for each in value if isinstance(each, Mapping))
        if needs_element:
            return False  # an array that is not there has no element
        return test(value if isinstance(value, Mapping) else {})

    return matches_within


def leaf_test(node: Leaf, held: Field) -> Test:
    """What is said about one field, as a function of its value; None is what an absent field has."""
    if held is Kind.AMOUNT:
        return amount_test(node)
    if held in (Kind.TEXT, Kind.NUMBER) and isinstance(node, Compare | OneOf):
        return _of_scalar(node, held)
    test = _of_elements(node, held)
    if test is None:
        return _of_value(node, held)
    return lambda value: test(value if isinstance(value, list) else (value,))


def _of_scalar(node: Compare | OneOf, held: Field) -> Test:
    """The same where one text or number stands, and nothing else can: most that discounts ask is of this kind."""
    name, types = node.field, (str,) if held is Kind.TEXT else (int, float)
    match node:
        case Compare(_, "=" | "!=" as operator, wanted):
            [only] = readings(name, held, wanted)
            if operator == "!=":
                return lambda value: type(value) not in types or value != only
            return lambda value: type(value) in types and value == only
        case Compare(_, operator, wanted):
            bound, compare = ordered(name, held, wanted), OPERATORS[operator]
            return lambda value: type(value) in types and compare(value, bound)
        case OneOf(_, values):
            known = frozenset(each for wanted in values for each in readings(name, held, wanted))
            return lambda value: type(value) in types and value in known


def _of_elements(node: Leaf, held: Field) -> Callable[[Iterable[Any]], bool] | None:
    """Of the elements of an array, or of the one value there is; None for what is not said about elements."""
    name = node.field
    match node:
        case Compare(_, "=", wanted):
            return _has(readings(name, held, wanted))
        case Compare(_, "!=", wanted):
            return negated(_has(readings(name, held, wanted)))
        case Compare(_, operator, wanted):
            bound, compare = ordered(name, held, wanted), OPERATORS[operator]
            return lambda elements: any(_are_alike(each, bound) and compare(each, bound) for each in elements)
        case OneOf(_, values):
            return _has([each for wanted in values for each in readings(name, held, wanted)])
        case ContainsAll(_, values):
            return all_hold([_has(readings(name, held, wanted)) for wanted in values])
        case SameAs(_, values):
            return _same(name, held, values)
        case MatchesIgnoringCase(_, wanted):
            form = re.compile(pattern(name, held, wanted), re.IGNORECASE)
            return lambda elements: any(isinstance(each, str) and form.search(each) is not None for each in elements)
    return None


def _of_value(node: Leaf, held: Field) -> Test:
    match node:
        case IsEmpty(name):
            check_can_be_empty(name, held)
            return lambda value: value is None or value in ([], {})
        case WithinCircle(name, longitude, latitude, radius_metres):
            check_point(name, held)
            centre = (longitude, latitude)
            return lambda value: value is not None and _metres(value["coordinates"], centre) <= radius_metres
    return is_defined


def is_defined(value: Any) -> bool:
    return value is not None


def _same(name: str, held: Field, values: tuple[Value, ...]) -> Callable[[Iterable[Any]], bool]:
    wanted = [_has(readings(name, held, each)) for each in values]

    def same(elements: Iterable[Any]) -> bool:
        found = [[each] for each in elements if each is not None]
        return all(any(test(each) for each in found) for test in wanted) and all(
            any(test(each) for test in wanted) for each in found
        )

    return same


def _has(wanted: Iterable[Scalar]) -> Callable[[Iterable[Any]], bool]:
    values = list(wanted)
    if all(isinstance(one, str) for one in values):
        texts = frozenset(values)
        return lambda elements: any(isinstance(each, str) and each in texts for each in elements)
    return lambda elements: any(_are_alike(each, one) and each == one for each in elements for one in values)


def _are_alike(found: Any, wanted: Scalar) -> bool:
    """Texts compare with texts, numbers with numbers; true and false are no numbers here."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return isinstance(wanted, bool) and isinstance(found, bool)
    return isinstance(found, str) if isinstance(wanted, str) else isinstance(found, int | float)


def _metres(here: list[float], there: tuple[float, float]) -> float:
    """The way on the ground between two ``(longitude, latitude)``, by the haversine."""
    (lng1, lat1), (lng2, lat2) = (map(radians, point[:2]) for point in (here, there))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(sqrt(chord))
