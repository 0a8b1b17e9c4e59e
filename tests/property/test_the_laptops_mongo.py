"""The laptop's MongoDB answers and stores the same as SecantusDB as it comes, which it only plans better for."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import bson
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from secantus import storage as secantus

from cli.stack.mongo.storage import Storage

FIELDS = ("shop", "key", "tags", "at")
VALUES = st.sampled_from(
    [
        None,
        False,
        True,
        0,
        1,
        1.0,
        -0.0,
        2,
        "",
        "a",
        "ab",
        "b\x00",
        "b",
        [],
        ["a", 1],
        [["a"]],
        {"x": 1},
    ]
)
SCALARS = VALUES.filter(lambda value: not isinstance(value, list | dict))
IDS = st.integers(0, 11).map(lambda number: f"id-{number}")
DIRECTIONS = st.sampled_from([1, -1])
NAMES = (f"shop-{number}" for number in count())

documents = st.fixed_dictionaries({"_id": IDS}, optional=dict.fromkeys(FIELDS, VALUES) | {"shop": SCALARS})
conditions = st.one_of(
    SCALARS,
    st.dictionaries(
        st.sampled_from(["$gt", "$gte", "$lt", "$lte", "$eq", "$ne"]),
        SCALARS,
        min_size=1,
        max_size=2,
    ),
    st.lists(SCALARS, max_size=3).map(lambda values: {"$in": values}),
    st.booleans().map(lambda there: {"$exists": there}),
)
filters = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(FIELDS, conditions) | {"_id": st.one_of(IDS, IDS.map(lambda id: {"$gt": id}))},
)
keys = st.lists(st.sampled_from((*FIELDS, "_id", "at.x")), min_size=1, max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries(dict.fromkeys(names, DIRECTIONS))
)
options = st.sampled_from(
    [
        {},
        {},
        {},
        {"sparse": True},
        {"unique": True},
        {"partialFilterExpression": {"key": {"$gt": 0}}},
        {"unique": True, "sparse": True},
    ]
)
changes = st.one_of(
    st.fixed_dictionaries({"$set": st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1)}),
    st.fixed_dictionaries({"$unset": st.dictionaries(st.sampled_from(FIELDS), st.just(""), min_size=1)}),
)
sorts = st.one_of(
    keys.map(lambda key: {**key, "_id": key.get("_id", 1)}),
    DIRECTIONS.map(lambda way: {"at": way, "_id": way}),
)

works = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.lists(documents, min_size=1, max_size=6)),
        st.tuples(st.just("update_matching"), filters, changes, st.booleans(), st.booleans()),
        st.tuples(st.just("delete_matching"), filters),
        st.tuples(st.just("create_index"), st.sampled_from("ab"), keys, options),
        st.tuples(st.just("drop_index"), st.sampled_from("ab")),
        st.tuples(st.just("find_matching"), filters),
        st.tuples(st.just("page"), filters, sorts, st.integers(0, 4), st.integers(1, 5)),
        st.tuples(st.just("count_matching"), filters),
    ),
    min_size=4,
    max_size=24,
)


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[secantus.Storage, Storage]]:
    mine, original = tmp_path_factory.mktemp("ours"), tmp_path_factory.mktemp("theirs")
    with opened(secantus.Storage, original) as theirs, opened(Storage, mine) as ours:
        yield theirs, ours


@contextmanager
def opened(kind: type[Any], where: Path) -> Iterator[Any]:
    storage = kind(str(where))
    try:
        yield storage
    finally:
        storage.close()


@settings(max_examples=400, deadline=None)
@given(works)
def test_it_answers_and_stores_the_same(both: tuple[Any, Any], work: list[tuple[Any, ...]]) -> None:
    name = next(NAMES)
    theirs, ours = both
    for storage in both:
        storage.create_index("shops", name, "by shop", {"shop": 1, "at": 1, "_id": 1})
    for step in work:
        note(repr(step))
        assert done(ours, name, step) == done(theirs, name, step)
        assert entries(ours, name) == entries(theirs, name)


def done(storage: Any, name: str, step: tuple[Any, ...]) -> Any:
    match step:
        case ("insert", list(them)):
            return answer(
                storage.insert,
                "shops",
                name,
                bson.decode(bson.encode({"them": them}))["them"],
            )
        case ("update_matching", wanted, change, many, new):
            return answer(
                storage.update_matching,
                "shops",
                name,
                wanted,
                change,
                multi=many,
                upsert=new and isinstance(wanted.get("_id"), str),
            )
        case ("page", wanted, sort, skip, limit):
            return answer(
                storage.find_matching,
                "shops",
                name,
                wanted,
                sort=sort,
                skip=skip,
                limit=limit,
            )
        case ("find_matching", wanted):
            return sorted(map(repr, answer(storage.find_matching, "shops", name, wanted)))
        case (verb, *what):
            return answer(getattr(storage, verb), "shops", name, *what)


def answer(method: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return method(*args, **kwargs)
    except Exception as refusal:  # whichever it is, both refuse alike
        return type(refusal), str(refusal)


def entries(storage: Any, name: str) -> list[Any]:
    """The index entries and the unique keys of a collection, with the rows that they point to."""
    tables = (secantus._IDX_ENTRIES_TABLE, secantus._UNIQ_TABLE)
    storage._refresh_read_snapshot()
    return [storage._collect_prefix(table, ("shops", name)) for table in tables]
