"""Replicas end as their owner is, whatever the order, the repetitions and the losses of what they were told.

A lost event is one that its owner sends again: its outbox kept it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from common.contracts.events import ResourceChanged
from common.database import connect
from common.replicas.keep import Keep
from common.replicas.listening import Listen
from common.replicas.recheck import Neighbours
from common.settings import settings
from tests.support.servers import Server


@pytest.fixture
def neighbours(mongodb: Server) -> Iterator[Neighbours]:
    settings.cache_clear()
    connect("cart")
    yield Neighbours("cart", Listen("hat", owner="product", lookups=lambda hat: [f"size:{s}" for s in hat["sizes"]]))
    settings.cache_clear()


def changed(version: int, *, deleted: bool = False) -> ResourceChanged:
    json: dict[str, Any] = {"id": "boater", "version": version, "key": f"k{version}", "sizes": [version, version + 1]}
    return ResourceChanged("shop", "hat", "boater", version, deleted=deleted, json=None if deleted else json)


@how(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    last=st.integers(1, 6),
    is_deleted=st.booleans(),
    arrivals=st.lists(st.integers(1, 6), max_size=12),
    data=st.data(),
)
def test_the_newest_state_wins_in_whatever_order_it_is_told(
    neighbours: Neighbours, last: int, is_deleted: bool, arrivals: list[int], data: st.DataObject
) -> None:
    neighbours.replicas.collection.delete_many({})
    history = {v: changed(v, deleted=is_deleted and v == last) for v in range(1, last + 1)}
    told = [history[v] for v in arrivals if v in history]  # any order, some twice, some never
    told.insert(data.draw(st.integers(0, len(told)), label="when the last one arrives"), history[last])
    for event in told:
        Keep(neighbours)(event)

    known = neighbours.replicas.find("shop", "hat", ["boater"])
    by_lookup = neighbours.replicas.find_by("shop", "hat", [f"key:k{v}" for v in history] + ["size:1"])
    if is_deleted:
        assert (known, by_lookup) == ({}, {})
    else:
        assert known == {"boater": history[last].json}
        assert set(by_lookup) == {f"key:k{last}"} | ({"size:1"} if last == 1 else set())


def test_projects_do_not_see_each_other(neighbours: Neighbours) -> None:
    Keep(neighbours)(changed(1))
    assert neighbours.replicas.find("other", "hat", ["boater"]) == {}
    assert neighbours.replicas.find_by("other", "hat", ["key:k1"]) == {}


def test_messages_ahead_of_the_resource_change_nothing(neighbours: Neighbours) -> None:
    Keep(neighbours)(ResourceChanged("shop", "hat", "boater", 2, deleted=False, json=None, more=True))
    assert neighbours.replicas.collection.count_documents({}) == 0
