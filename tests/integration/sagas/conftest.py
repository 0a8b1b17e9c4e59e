"""Sagas' records on a real database."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pymongo
import pytest
from pymongo.database import Database

from common.sagas.run import Run, now
from common.sagas.runs import INDEXES, Runs
from tests.support.servers import Server


class ImpatientRuns(Runs):
    """Every open run is overdue."""

    def overdue(self, sagas: Iterable[str], limit: int) -> Iterable[Run]:
        self.collection.update_many({"dueAt": {"$exists": True}}, {"$set": {"dueAt": now() - timedelta(hours=1)}})
        return super().overdue(sagas, limit)


@pytest.fixture
def database(mongodb: Server) -> Iterator[Database[dict[str, Any]]]:
    with pymongo.MongoClient[dict[str, Any]](mongodb.url, tz_aware=True) as client:
        database = client["ms-commerce-order"]
        database["sagas"].create_indexes(list(INDEXES))
        yield database


@pytest.fixture
def runs(database: Database[dict[str, Any]]) -> ImpatientRuns:
    return ImpatientRuns(database["sagas"])
