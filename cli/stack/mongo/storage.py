"""SecantusDB's storage, made fit for collections of several indexes and thousands of documents.

What it stores is the same, and so is what it answers (but for ``missed``): each candidate is still held against the
whole filter by SecantusDB itself. tests/property/test_the_laptops_mongo.py gives both the same random work.

SPDX-License-Identifier: GPL-2.0-only
"""

from typing import Any

from secantus import commands, deadline, server, storage

from cli.stack.mongo import packing
from cli.stack.mongo.answering import FlushedTogether, answering, committing
from cli.stack.mongo.copying import projecting, updating
from cli.stack.mongo.counting import CountedOnce, counted
from cli.stack.mongo.entries import ChangedEntries
from cli.stack.mongo.expiry import ExpiresByIndex
from cli.stack.mongo.missed import NothingMissed
from cli.stack.mongo.options import OptionsOnce
from cli.stack.mongo.planning import PlannedOnce
from cli.stack.mongo.turns import Turns
from cli.stack.mongo.walking import SortedByIndex


class Storage(
    FlushedTogether, CountedOnce, SortedByIndex, ExpiresByIndex, ChangedEntries, NothingMissed, PlannedOnce, OptionsOnce
):
    """Each of its parts is one thing that it does better."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without an oplog: transactions need none, and nobody here follows changes."""
        super().__init__(*args, **{**kwargs, "enable_oplog": False})


def install() -> None:
    """Have SecantusDB's server use it."""
    server.Storage = Storage
    packing.install()
    deadline.check = turns = Turns(deadline.check)
    server.dispatch = answering(server.dispatch, turns.begin)
    commands._HANDLERS["aggregate"] = counted(commands._HANDLERS["aggregate"])
    storage.apply_update = updating(storage.apply_update)
    storage.apply_projection_batch = projecting(storage.apply_projection_batch)
    storage._commit_batch_transaction = committing(storage._commit_batch_transaction)
