"""However publishers meet, die and lose their broker: everything a write said is told, the first time in
order.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pymongo
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.collection import Collection

from common.events.lease import COLLECTION, hold
from common.events.outbox import MAX_EVENT_BYTES, Outbox, Told, events_of, forget, waiting
from common.events.sweep import Sweep
from common.resources.write import size_at_rest
from tests.support.servers import Server

Stored = dict[str, Any]


@pytest.fixture
def hats(mongodb: Server) -> Iterator[Collection[Stored]]:
    with pymongo.MongoClient[Stored](mongodb.url) as client:
        hats = client["ms-commerce-hats"]["hats"]
        hats.create_index("_outboxSince", sparse=True)
        yield hats


def written(hats: Collection[Stored], id: str, messages: int = 1, **change: Any) -> list[str]:
    """What the guarded write does to a document; the ids of its messages."""
    before = hats.find_one({"_id": id}) or {"_sequence": 0, "version": 0}
    numbers = range(before["_sequence"] + 1, before["_sequence"] + 1 + messages)
    ids = [f"{id}#{number}" for number in numbers]
    entries: list[Stored] = [
        {"id": name, "type": "HatSold", "message": {"id": name, "type": "HatSold", "sequenceNumber": number}}
        for name, number in zip(ids, numbers, strict=True)
    ]
    entries.append({"id": str(uuid4()), "type": "changed", "typeId": "hat", "headers": {}})
    hats.update_one(
        {"_id": id},
        {
            "$set": {"projectKey": "shop", "version": before["version"] + 1, "_sequence": numbers.stop - 1, **change},
            "$push": {"_outbox": {"$each": entries}},
            "$min": {"_outboxSince": datetime.now(UTC) - timedelta(minutes=1)},
        },
        upsert=True,
    )
    return ids


def stored(hats: Collection[Stored], id: str) -> Stored:
    return hats.find_one({"_id": id}) or {}


class Log:
    """What the broker acknowledged, in its order."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.away = False

    def __call__(self, topic: str, events: Sequence[Told]) -> None:
        if self.away:
            raise ConnectionError
        self.told += events

    def first_time_told(self) -> list[str]:
        """Message ids, repetitions dropped as a consumer would."""
        return list(dict.fromkeys(message["id"] for told in self.told for message in told.event.messages))

    def newest(self) -> dict[str, int]:
        newest: dict[str, int] = {}
        for told in self.told:
            newest[told.event.id] = max(told.event.version, newest.get(told.event.id, 0))
        return newest


class PublisherThatMayDie:
    """A publisher whose three moments can be interleaved with others', and which may end after any of
    them.
    """

    def __init__(self, hats: Collection[Stored], log: Log) -> None:
        self.hats, self.log = hats, log
        self.read: list[Outbox] = []
        self.sent: list[Outbox] = []

    def step(self, ids: Sequence[str]) -> None:
        if self.sent:
            forget(self.hats, self.sent)
            self.sent = []
        elif self.read:
            self.sent, self.read = self.read, []
            self.log("hats.events", [told for outbox in self.sent for told in events_of(outbox)])
        else:
            self.read = waiting(self.hats, ids)

    def dies(self) -> None:
        self.read, self.sent = [], []


moments = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(["boater", "boater", "fez"]), st.integers(0, 2)),
        st.tuples(st.just("step"), st.integers(0, 1), st.just(1)),
        st.tuples(st.just("step"), st.integers(0, 1), st.integers(1, 3)),
        st.tuples(st.just("die"), st.integers(0, 1), st.none()),
    ),
    min_size=12,
    max_size=40,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=moments)
def test_what_was_written_is_told_in_order_whoever_meets_or_dies(hats: Collection[Stored], moments: Any) -> None:
    hats.delete_many({})
    said: dict[str, list[str]] = {"boater": [], "fez": []}
    log = Log()
    publishers = [PublisherThatMayDie(hats, log) for _ in range(2)]
    for moment, who, how_many in moments:
        if moment == "write":
            said[who] += written(hats, who, how_many)
        elif moment == "step":
            for _ in range(how_many):
                publishers[who].step(["boater", "fez"])
        else:
            publishers[who].dies()
    swept(hats, log)

    for id, messages in said.items():
        assert [told for told in log.first_time_told() if told.startswith(f"{id}#")] == messages
    assert log.newest() == {hat["_id"]: hat["version"] for hat in hats.find()}
    assert hats.count_documents({"$or": [{"_outbox": {"$exists": True}}, {"_outboxSince": {"$exists": True}}]}) == 0


def swept(hats: Collection[Stored], log: Log) -> None:
    Sweep("hats", hats.database, "hats.events", log)()


def test_nothing_is_forgotten_while_the_broker_is_away(hats: Collection[Stored]) -> None:
    log = Log()
    said = written(hats, "boater", 2)
    log.away = True
    with pytest.raises(ConnectionError):
        swept(hats, log)
    log.away = False
    swept(hats, log)
    assert log.first_time_told() == said


def test_a_tombstone_goes_once_it_was_told(hats: Collection[Stored]) -> None:
    log = Log()
    written(hats, "boater")
    written(hats, "boater", _deletedAt=datetime.now(UTC))
    swept(hats, log)
    assert log.told[-1].event.deleted
    assert log.told[-1].event.json is None
    assert hats.find_one({"_id": "boater"}) is None


def test_private_fields_are_not_told(hats: Collection[Stored]) -> None:
    log = Log()
    written(hats, "boater", name="Boater", _slugs=["en:boater"])
    swept(hats, log)
    assert log.told[0].event.json == {"id": "boater", "version": 1, "name": "Boater"}


def test_a_large_resource_is_told_without_its_json(hats: Collection[Stored]) -> None:
    log = Log()
    written(hats, "boater", name="x" * MAX_EVENT_BYTES)
    swept(hats, log)
    assert (log.told[0].event.json, log.told[0].event.deleted, log.told[0].event.more) == (None, False, False)


def test_messages_that_fill_several_records_stay_whole_and_in_order(hats: Collection[Stored]) -> None:
    log = Log()
    said = written(hats, "boater", 7)
    hats.update_one({"_id": "boater"}, {"$set": {f"_outbox.{n}.message.note": "x" * 400_000 for n in range(7)}})
    swept(hats, log)
    assert log.first_time_told() == said
    assert [told.event.more for told in log.told] == [True, True, True, False]
    assert log.told[-1].event.json


def test_a_message_no_record_could_carry_says_so(hats: Collection[Stored]) -> None:
    log = Log()
    (said,) = written(hats, "boater")
    hats.update_one({"_id": "boater"}, {"$set": {"_outbox.0.message.note": "x" * MAX_EVENT_BYTES}})
    swept(hats, log)
    (message,) = log.told[0].event.messages
    assert message["id"] == said
    assert message["payloadNotIncluded"] == {"reason": "TooLarge", "payloadType": "HatSold"}


def test_a_document_that_cannot_be_told_holds_up_nobody(hats: Collection[Stored]) -> None:
    log = Log()
    written(hats, "broken", name=b"\x00")
    said = written(hats, "boater")
    swept(hats, log)
    assert [told.event.id for told in log.told] == ["boater"]
    assert log.first_time_told() == said
    assert stored(hats, "broken")["_outbox"]


def test_the_size_of_an_outbox_is_counted_down(hats: Collection[Stored]) -> None:
    written(hats, "boater", 3)
    (read,) = waiting(hats, ["boater"])
    hats.update_one({"_id": "boater"}, {"$set": {"_outboxBytes": size_at_rest(read.entries)}})
    written(hats, "boater", 1)
    later = stored(hats, "boater")["_outbox"][4:]
    hats.update_one({"_id": "boater"}, {"$inc": {"_outboxBytes": size_at_rest(later)}})
    forget(hats, [read])
    assert stored(hats, "boater")["_outboxBytes"] == size_at_rest(later)


def test_one_relay_sweeps_a_collection_at_a_time(hats: Collection[Stored]) -> None:
    hats.database[COLLECTION].delete_many({})
    assert hold(hats.database, "sweep hats", "first")
    assert not hold(hats.database, "sweep hats", "second")
    assert hold(hats.database, "sweep hats", "first")
    hats.database[COLLECTION].update_one({}, {"$set": {"until": datetime.now(UTC) - timedelta(seconds=1)}})
    assert hold(hats.database, "sweep hats", "second")
