"""The laptop's MongoDB answers and stores the same as SecantusDB as it comes, which it only plans better for."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import bson
import pytest
from hypothesis import example, given, note, settings
from hypothesis import strategies as st
from secantus import storage as secantus
from secantus.projection import apply_projection_batch
from secantus.query import matches
from secantus.update import apply_update

from cli.stack.mongo import packing, walking
from cli.stack.mongo.copying import projecting, updating
from cli.stack.mongo.storage import Storage

FIELDS = ("key", "tags", "at")
SCALARS = st.sampled_from([None, False, True, 0, 1, 1.0, -0.0, "", "a", "b\x00", "b"])
VALUES = st.one_of(SCALARS, st.sampled_from([[], ["a", 1], [["a"]], {"x": 1}]))
SHOPS = st.sampled_from(["s", "s", "s", "t"])
IDS = st.integers(0, 9).map(lambda number: f"id-{number}")
DIRECTIONS = st.sampled_from([1, -1])
KEYS: tuple[dict[str, Any], ...] = ({"key": "a"}, {})
NAMES = (f"shop-{number}" for number in count())

documents = st.fixed_dictionaries({"_id": IDS, "shop": SHOPS}, optional=dict.fromkeys(FIELDS, VALUES))
ranges = st.dictionaries(st.sampled_from(["$gt", "$gte", "$lt", "$lte"]), SCALARS, min_size=1, max_size=2)
conditions = st.one_of(
    SCALARS,
    ranges,
    st.lists(SCALARS, max_size=3).map(lambda values: {"$in": values}),
    st.booleans().map(lambda there: {"$exists": there}),
)
ids = st.one_of(IDS, IDS.map(lambda id: {"$gt": id}))
filters = st.fixed_dictionaries({"shop": SHOPS}, optional=dict.fromkeys(FIELDS, conditions) | {"_id": ids})
of_writes = filters.map(  # without ranges that include their end: SecantusDB as it comes does not find all of those
    lambda wanted: {
        field: {operator: value for operator, value in condition.items() if operator not in {"$lte", "$gte"}} or None
        if isinstance(condition, dict)
        else condition
        for field, condition in wanted.items()
    }
)
keys = st.builds(
    lambda first, field, way, id: {**first, field: way, **id},
    st.sampled_from([{"shop": 1}, {"shop": 1}, {"shop": -1}, {}]),
    st.sampled_from((*FIELDS, "tags.x")),
    DIRECTIONS,
    st.sampled_from([{"_id": 1}, {"_id": 1}, {"_id": -1}, {}]),
)
options = st.sampled_from(
    [{}, {}, {}, {"sparse": True}, {"unique": True}, {"partialFilterExpression": {"key": {"$gt": 0}}}]
)
changes = st.one_of(
    st.fixed_dictionaries({"$set": st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1)}),
    st.fixed_dictionaries({"$unset": st.dictionaries(st.sampled_from(FIELDS), st.just(""), min_size=1)}),
    st.fixed_dictionaries({"shop": SHOPS}, optional=dict.fromkeys(FIELDS, VALUES)),  # instead of all that is there
)
sorts = st.builds(lambda field, way, id: {field: way, "_id": id}, st.sampled_from(FIELDS), DIRECTIONS, DIRECTIONS)
by_at = DIRECTIONS.map(lambda way: {"at": way, "_id": way})

work = st.one_of(
    st.tuples(st.just("insert"), st.lists(documents, min_size=1, max_size=6)),
    st.tuples(st.just("update_matching"), of_writes, changes, st.booleans(), st.booleans()),
    st.tuples(st.just("delete_matching"), of_writes),
    st.tuples(st.just("create_index"), st.sampled_from("ab"), keys, options),
    st.tuples(st.just("drop_index"), st.sampled_from("ab")),
    st.tuples(st.sampled_from(["drop_collection", "create_collection"])),
    st.tuples(st.just("find"), st.one_of(filters, ranges.map(lambda at: {"shop": "s", "at": at}))),
    st.tuples(st.just("page"), filters, sorts, st.integers(0, 3), st.integers(1, 5)),
    st.tuples(st.just("page"), st.just({"shop": "s", "key": None}), sorts, st.integers(0, 3), st.just(9)),
    st.tuples(st.just("page"), st.just({"shop": "s"}), by_at, st.integers(0, 9), st.integers(1, 3)),
    st.tuples(st.just("page"), ranges.map(lambda at: {"shop": "s", "at": at}), by_at, st.just(0), st.just(9)),
    st.tuples(st.just("count"), st.sampled_from([{"shop": "s"}, {"shop": "s", "key": None}, {"shop": "s", "at": 1}])),
)
works = st.lists(work, min_size=4, max_size=24)


def with_a_descending_index(text: str, question: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Turned round, the bytes of a text that begins like another still come before that one's."""
    index = ("create_index", "a", {"shop": 1, "at": -1, "_id": 1}, {})
    return [question, ("drop_index", "by at"), index, ("insert", [{"_id": "id-7", "shop": "s", "at": text}])]


@pytest.fixture(scope="module")
def places_near_each_other() -> Iterator[None]:
    """So that a page of these small collections begins at one that is remembered."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(walking, "EVERY", 2)
        yield


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, places_near_each_other: None
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


@settings(max_examples=800, deadline=None)
@given(works)
@example(with_a_descending_index("", ("find", {"shop": "s", "at": {"$lt": "a"}})))
@example(with_a_descending_index("b\0", ("page", {"shop": "s", "at": {"$gt": "b"}}, {"at": 1, "_id": 1}, 0, 9)))
@example(with_a_descending_index("b\0", ("page", {"shop": "s"}, {"at": -1, "_id": 1}, 0, 9)))
def test_it_answers_and_stores_the_same(both: tuple[Any, Any], work: list[tuple[Any, ...]]) -> None:
    name = next(NAMES)
    theirs, ours = both
    for storage in both:
        storage.create_index("shops", name, "by at", {"shop": 1, "at": 1, "_id": 1})
        storage.insert(
            "shops",
            name,
            [{"_id": f"id-{number}", "shop": "s", "at": number % 3} | KEYS[number % 2] for number in range(5)],
        )
    asked = [step for step in work if step[0] in READS]
    for step in work:
        note(repr(step))
        if step[0] not in READS:
            assert done(ours, name, step) == done(theirs, name, step)
            assert entries(ours, name) == entries(theirs, name)
        for question in asked:  # all of them, each time: what is remembered of one must not outlive a write
            assert read(ours, name, *question) == truth(ours, name, *question), question


PATHS = st.sampled_from((*FIELDS, "at.x", "at.y.z", "tags.0", "fresh", "_id"))
operators = st.one_of(
    *(
        st.fixed_dictionaries({operator: st.dictionaries(PATHS, values, min_size=1, max_size=3)})
        for operator, values in {
            "$set": VALUES,
            "$unset": st.just(""),
            "$inc": st.sampled_from([1, -2, 0.5]),
            "$min": SCALARS,
            "$push": st.one_of(SCALARS, st.lists(SCALARS, max_size=2).map(lambda several: {"$each": several})),
            "$rename": st.sampled_from(("fresh", "key")),
        }.items()
    )
)
replacements = st.dictionaries(st.sampled_from((*FIELDS, "_id", "at.x", "$key")), st.one_of(VALUES, IDS))
updates = st.one_of(
    st.lists(operators, min_size=1, max_size=3).map(
        lambda several: dict(item for one in several for item in one.items())
    ),
    replacements,
)
specs = st.dictionaries(PATHS, st.sampled_from([0, 1, True, {"$slice": 1}]), max_size=3)


def test_who_asks_by_a_key_alone_finds_it(both: tuple[Any, Any]) -> None:
    (_, ours), name = both, next(NAMES)
    ours.create_index("shops", name, "key", {"shop": 1, "key": 1}, {"partialFilterExpression": {"key": {"$gt": ""}}})
    ours.insert("shops", name, [{"_id": "id-1", "shop": "s", "key": "a"}])
    assert len(ours.find_matching("shops", name, {"key": "a"})) == ours.count_matching("shops", name, {"key": "a"}) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_what_a_transaction_makes_of_an_index_is_known_when_it_is_over(both: tuple[Any, Any], kept: bool) -> None:
    (_, ours), name = both, next(NAMES)
    ours.create_index("shops", name, "by tags", {"shop": 1, "tags": 1, "_id": 1})
    ours.insert("shops", name, [{"_id": "id-1", "shop": "s", "tags": "b"}])
    question = ({"shop": "s"}, {"tags": 1, "_id": 1}, 0, 9)
    transaction = ours.begin_user_transaction()
    with ours.use_user_transaction(transaction):
        ours.insert("shops", name, [{"_id": "id-2", "shop": "s", "tags": ["a", "c"]}])
        assert read(ours, name, "page", *question) == truth(ours, name, "page", *question)
    assert [one["_id"] for one in read(ours, name, "page", *question)] == ["id-1"], "others see nothing of it yet"
    if kept:
        ours.commit_user_transaction(transaction)
    else:
        ours.abort_user_transaction(transaction)
    found = read(ours, name, "page", *question)
    assert found == truth(ours, name, "page", *question)
    assert len(found) == 1 + kept


@settings(max_examples=1000)
@given(st.one_of(documents, st.fixed_dictionaries({"at": VALUES, "_id": SCALARS})), updates)
def test_an_update_makes_the_same_of_a_document_and_leaves_that_as_it_was(doc: Any, update: Any) -> None:
    before = bson.encode(doc)
    doc = bson.decode(before)  # in which no two fields are one object
    made = answer(updating(apply_update), doc, update)
    assert bson.encode(doc) == before
    expected = answer(apply_update, doc, update)
    assert made == expected
    assert repr(made) == repr(expected), "fields stand in the same order"


@settings(max_examples=500)
@given(st.lists(documents, max_size=3), specs)
def test_a_projection_shows_the_same(docs: Any, spec: Any) -> None:
    assert answer(projecting(apply_projection_batch), docs, spec) == answer(apply_projection_batch, docs, spec)


texts = st.text(st.characters(codec="utf-8"), max_size=5)
packed = st.one_of(
    *(
        st.tuples(st.just(format), *(texts if letter == "S" else last for letter in format))
        for format in ("SS", "SSS", "SSu", "SSSu", "SSq", "S", "u", "q", "Sqq", "uS")
        for last in [st.integers(-(2**63), 2**63 - 1) if "q" in format else st.binary(max_size=5)]
    )
)


@given(packed)
def test_keys_are_packed_as_wiredtiger_packs_them(given: tuple[Any, ...]) -> None:
    format, *values = given
    made = packing.pack(format, *values)
    assert made == packing.their_pack(format, *values)
    assert packing.unpack(format, made) == packing.their_unpack(format, made)


def done(storage: Any, name: str, step: tuple[Any, ...]) -> Any:
    match step:
        case ("insert", list(them)):
            return answer(storage.insert, "shops", name, bson.decode(bson.encode({"them": them}))["them"])
        case ("update_matching", wanted, change, many, new):
            fresh = new and isinstance(wanted.get("_id"), str)
            return answer(storage.update_matching, "shops", name, wanted, change, multi=many, upsert=fresh)
        case (verb, *what):
            return answer(getattr(storage, verb), "shops", name, *what)


READS = {"find", "page", "count"}


def read(storage: Any, name: str, verb: str, wanted: Any, *page: Any) -> Any:
    if verb == "count":
        return storage.count_matching("shops", name, wanted)
    if verb == "find":
        return sorted(storage.find_matching("shops", name, wanted), key=lambda found: found["_id"])
    sort, skip, limit = page
    return storage.find_matching("shops", name, wanted, sort=sort, skip=skip, limit=limit, let={"NOW": None})


def truth(storage: Any, name: str, verb: str, wanted: Any, *page: Any) -> Any:
    """What is read without any index."""
    storage._refresh_read_snapshot()
    found = [each for each in storage._all_docs("shops", name) if matches(each, wanted)]
    if verb == "count":
        return len(found)
    sort, skip, limit = page or ({"_id": 1}, 0, len(found))
    return secantus.sort_docs(found, sort)[skip : skip + limit]


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
