"""Whatever the predicate and the object, the database and the memory give the same answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient
from pymongo.collection import Collection

from common.predicates import Kind, Many, Shape, matches, parse, to_mongo
from common.predicates.syntax import (
    AllOf,
    AnyOf,
    Compare,
    ContainsAll,
    IsDefined,
    IsEmpty,
    MatchesIgnoringCase,
    Node,
    Not,
    OneOf,
    Untyped,
    Within,
    WithinCircle,
)
from tests.support.servers import Server

INNER = Shape({"text": Kind.TEXT, "number": Kind.NUMBER, "tags": Many(Kind.TEXT)})
ITEM = Shape({**INNER.fields, "one": INNER, "many": Many(INNER)})
SHAPE = Shape(
    {
        "id": Kind.TEXT,
        "text": Kind.TEXT,
        "number": Kind.NUMBER,
        "flag": Kind.BOOLEAN,
        "tags": Many(Kind.TEXT),
        "names": Shape(others=Kind.TEXT),
        "place": Kind.POINT,
        "one": ITEM,
        "many": Many(ITEM),
        "fields": Kind.ANY,
    },
    at_rest={"id": "_id"},
)

TEXTS = st.sampled_from(["a", "A", "b", "1", "a.c", ""])
NUMBERS = st.integers(-2, 2) | st.sampled_from([0.5, -0.5, 1.0])
POINTS = st.tuples(st.sampled_from([0.0, 10.0, 179.0]), st.sampled_from([0.0, 50.0, 89.0]))


def some(strategies: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=strategies)


SCALARS = TEXTS | NUMBERS | st.booleans()
ANYTHING = st.recursive(
    SCALARS | st.lists(SCALARS, max_size=2),
    lambda inner: (
        st.dictionaries(st.sampled_from(["key", "x"]), inner, max_size=2)
        | st.lists(st.dictionaries(st.sampled_from(["key", "x"]), inner, max_size=2), max_size=2)
    ),
    max_leaves=4,
)
INNERS = some({"text": TEXTS, "number": NUMBERS, "tags": st.lists(TEXTS, max_size=2)})
ITEMS = some(
    {
        "text": TEXTS,
        "number": NUMBERS,
        "tags": st.lists(TEXTS, max_size=2),
        "one": INNERS,
        "many": st.lists(INNERS, max_size=2),
    }
)
OBJECTS = some(
    {
        "text": TEXTS,
        "number": NUMBERS,
        "flag": st.booleans(),
        "tags": st.lists(TEXTS, max_size=3),
        "names": st.dictionaries(st.sampled_from(["en", "de"]), TEXTS),
        "place": POINTS.map(lambda at: {"type": "Point", "coordinates": list(at)}),
        "one": ITEMS,
        "many": st.lists(ITEMS, max_size=3),
        "fields": st.dictionaries(st.sampled_from(["key", "x"]), ANYTHING, max_size=2),
    }
)


def leaves(shape: Shape) -> st.SearchStrategy[Node]:
    texts = st.sampled_from([name for name in ("id", "text", "tags") if name in shape.fields])
    arrays = st.sampled_from([name for name in ("tags", "many") if name in shape.fields])
    anything = st.sampled_from(list(shape.fields))
    operators = st.sampled_from(["=", "!=", "<", ">", "<=", ">="])
    written = TEXTS | TEXTS.map(Untyped)
    choices: list[st.SearchStrategy[Node]] = [
        st.builds(Compare, texts, operators, written),
        st.builds(Compare, st.just("number"), operators, NUMBERS),
        st.builds(OneOf, texts, st.lists(written, min_size=1, max_size=2).map(tuple)),
        st.builds(ContainsAll, st.just("tags"), st.lists(TEXTS, min_size=1, max_size=2).map(tuple)),
        st.builds(IsDefined, anything),
        st.builds(IsEmpty, arrays),
        st.builds(MatchesIgnoringCase, texts, TEXTS),
    ]
    if shape is SHAPE:
        circles = st.tuples(POINTS, st.sampled_from([100.0, 3e6]))
        choices += [
            st.builds(Compare, st.just("flag"), st.sampled_from(["=", "!="]), st.booleans()),
            st.builds(IsEmpty, st.sampled_from(["names", "fields"])),
            circles.map(lambda circle: WithinCircle("place", *circle[0], circle[1])),
            st.builds(Within, st.just("names"), st.builds(Compare, st.just("en"), operators, TEXTS)),
        ]
    return st.one_of(choices)


MERCHANTS = st.sampled_from(["key", "x"])
MERCHANT_LEAVES: st.SearchStrategy[Node] = (
    st.builds(Compare, MERCHANTS, st.sampled_from(["=", "!="]), SCALARS | TEXTS.map(Untyped))
    | st.builds(Compare, MERCHANTS, st.sampled_from(["<", ">="]), TEXTS | NUMBERS | TEXTS.map(Untyped))
    | st.builds(ContainsAll, MERCHANTS, st.lists(SCALARS, min_size=1, max_size=2).map(tuple))
    | st.builds(IsDefined, MERCHANTS)
    | st.builds(IsEmpty, MERCHANTS)
    | st.builds(MatchesIgnoringCase, MERCHANTS, TEXTS)
)


def trees(of: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        of,
        lambda node: (
            st.builds(Not, node) | st.builds(AllOf, st.tuples(node, node)) | st.builds(AnyOf, st.tuples(node, node))
        ),
        max_leaves=4,
    )


INSIDE = st.sampled_from(["one", "many"])
OF_INNER = trees(leaves(INNER))
OF_ITEM = trees(leaves(ITEM) | st.builds(Within, INSIDE, OF_INNER))
OF_MERCHANT = trees(MERCHANT_LEAVES | st.builds(Within, MERCHANTS, trees(MERCHANT_LEAVES)))
NODES = trees(leaves(SHAPE) | st.builds(Within, INSIDE, OF_ITEM) | st.builds(Within, st.just("fields"), OF_MERCHANT))


@pytest.fixture
def things(mongodb: Server) -> Iterator[Collection[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](mongodb.url) as client:
        yield client["predicates"]["things"]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NODES, st.lists(OBJECTS, min_size=1, max_size=5))
def test_the_database_and_the_memory_agree(things, node, targets):
    things.delete_many({})
    things.insert_many([{"_id": str(number), **target} for number, target in enumerate(targets)])
    found = {each["_id"] for each in things.find(to_mongo(node, SHAPE), {"_id": 1})}
    accepted = {
        str(number) for number, target in enumerate(targets) if matches(node, {"id": str(number), **target}, SHAPE)
    }
    assert found == accepted


def test_one_and_the_same_element_must_match(things):
    item = parse('many(text = "b" and number > 5)')
    things.insert_one({"_id": "two items", "many": [{"text": "b", "number": 1}, {"text": "a", "number": 9}]})
    things.insert_one({"_id": "one item", "many": [{"text": "b", "number": 9}]})
    assert [each["_id"] for each in things.find(to_mongo(item, SHAPE))] == ["one item"]


@pytest.mark.parametrize(
    ("text", "target", "holds"),
    [
        ("fields(x = 1)", {"fields": {"x": True}}, False),
        ("fields(x = true)", {"fields": {"x": 1}}, False),
        ('fields(x = "1")', {"fields": {"x": 1}}, False),
        ("fields(x = 1)", {"fields": {"x": 1.0}}, True),
        ("fields(x = 1)", {"fields": {"x": [0, 1]}}, True),
        ("fields(x(key = 1 and x = 2))", {"fields": {"x": {"key": 1, "x": 2}}}, True),
        ("fields(x(key = 1 and x = 2))", {"fields": {"x": [{"key": 1, "x": 2}]}}, True),
        ("fields(x(key = 1 and x = 2))", {"fields": {"x": [{"key": 1}, {"x": 2}]}}, False),
        ("fields(x(key != 1))", {"fields": {"x": [{"key": 1}]}}, False),
        ("fields(x is empty)", {"fields": {"x": [{}]}}, False),
        ('many(text = "a" or number = 1)', {"many": [{"number": 1}]}, True),
        ("many(number = 1 and number != 1)", {"many": [{"number": 1}, {"number": 2}]}, False),
        ("many(not(number = 1))", {"many": []}, False),
        ("not(many(number = 1))", {"many": []}, True),
        ("many is empty", {}, True),
        ("many is not defined", {}, True),
        ('text matches ignore case "É"', {"text": "é"}, True),
        ('text matches ignore case "a"', {"text": "a\n"}, False),
        ('tags contains all ("a", "b")', {"tags": ["b", "c", "a"]}, True),
        ('tags != "a"', {"tags": ["a", "b"]}, False),
        ('text > "Z"', {"text": "é"}, True),
    ],
)
def test_hard_cases_are_decided_alike(things, text, target, holds):
    things.insert_one({"_id": "x", **target})
    assert matches(parse(text), target, SHAPE) is holds
    assert things.count_documents(to_mongo(parse(text), SHAPE)) == holds
