"""Rows are migrated while clients write to them through a release that knows nothing of it, and it is killed."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pymongo
import pytest
from pymongo.collection import Collection

from cli.stack.demo import variables
from common.services import table
from tests.support.migrating import CONTRACT, EXPAND, TELL, words
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.stack import COMMAND, free_ports
from tests.support.waiting import wait_until

Json = dict[str, Any]
OLD_ROWS, WRITERS, ENOUGH = 1000, 3, 30
MIGRATE = [sys.executable, "-m", "tests.support.migrating"]


class Account:
    """The release before, as a process; its channels by HTTP and at rest."""

    def __init__(self, folder: Path, mongodb: str) -> None:
        port = free_ports()
        url = f"http://127.0.0.1:{port + table()['account'].port}"
        self.environment = {"PORT": str(port), "DATA_DIR": str(folder), "LOG_LEVEL": "WARNING"}
        self.process = ServerProcess(
            "account",
            [str(COMMAND), "serve", "account"],
            lambda: _answers(f"{url}/ready"),
            folder / "log",
            self.environment,
        )
        self.process.start()
        self.tell("indexes", "account")
        self.tell("projects", "create", "shop")
        client = variables(self.tell("clients", "create", "--project", "shop"))
        secret = (client["CTP_CLIENT_ID"], client["CTP_CLIENT_SECRET"])
        granted = httpx.post(f"{url}/oauth/token", data={"grant_type": "client_credentials"}, auth=secret).json()
        self.http = httpx.Client(
            base_url=f"{url}/shop/", headers={"Authorization": f"Bearer {granted['access_token']}"}, timeout=60
        )
        database = pymongo.MongoClient[Json](mongodb)["ms-commerce-account"]
        self.rows: Collection[Json] = database["channels"]
        self.records: Collection[Json] = database["migrations"]
        self.records.drop()

    def tell(self, *arguments: str) -> str:
        environment = os.environ | self.environment
        return subprocess.run([COMMAND, *arguments], env=environment, check=True, capture_output=True, text=True).stdout

    def has_old_rows(self) -> None:
        made = self.http.post("channels", json={"key": "old", "name": {"en": "old hat"}}).raise_for_status().json()
        row = self.rows.find_one({"_id": made["id"]}, {"_outbox": 0, "_outboxSince": 0, "_outboxBytes": 0})
        assert row is not None
        old = [row | {"_id": f"{n:05}", "key": f"old-{n:05}", "_mark": n} for n in range(OLD_ROWS)]
        self.rows.insert_many(old)

    def migrating(self, *options: str) -> subprocess.Popen[str]:
        environment = os.environ | self.environment
        said = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen([*MIGRATE, *options], env=environment, **said)  # type: ignore[call-overload,no-any-return]

    def migrated(self, *options: str) -> tuple[int, str]:
        process = self.migrating(*options)
        said, wrong = process.communicate(timeout=240)
        return process.returncode, said + wrong


@pytest.fixture
def account(mongodb: Server, broker: Server, tmp_path: Path) -> Iterator[Account]:
    account = Account(tmp_path, mongodb.url)
    yield account
    account.process.stop()


class Writers:
    """Each makes channels and gives old ones new names, and remembers what was acknowledged."""

    def __init__(self, account: Account) -> None:
        self.account, self.names, self.heard = account, dict[str, str](), Counter[int]()
        self._last_call, self._pool = Event(), ThreadPoolExecutor(WRITERS)

    def __enter__(self) -> "Writers":
        self._running = [self._pool.submit(self._write, number) for number in range(WRITERS)]
        return self

    def __exit__(self, *error: object) -> None:
        self._last_call.set()
        self._pool.shutdown()
        for each in self._running:
            each.result()

    def _write(self, writer: int) -> None:
        number = 0
        while not self._last_call.is_set():
            number += 1
            draft = {"key": f"new-{writer}-{number}", "name": {"en": "hat"}}
            self._rename(self._said(self.account.http.post("channels", json=draft)), f"new hat {number}")
            old = f"key=old-{(number * WRITERS + writer) * 7 % OLD_ROWS:05}"
            self._rename(self._said(self.account.http.get(f"channels/{old}")), f"renamed {number}")

    def _rename(self, channel: Json, name: str) -> None:
        """Until it is so: a migration that tells makes a version, as any other writer would."""
        action = {"action": "changeName", "name": {"en": name}}
        while True:
            asked = {"version": channel["version"], "actions": [action]}
            answer = self.account.http.post(f"channels/{channel['id']}", json=asked)
            if self._said(answer).get("statusCode") != 409:
                self.names[channel["id"]] = name
                return
            channel = self._said(self.account.http.get(f"channels/{channel['id']}"))

    def _said(self, answer: httpx.Response) -> Json:
        self.heard[answer.status_code] += 1
        said: Json = answer.json()
        return said


@pytest.mark.timeout(400)
def test_writers_lose_nothing_and_no_row_is_left_behind(account: Account) -> None:
    account.has_old_rows()
    with Writers(account) as writers:
        wait_until(lambda: sum(writers.heard.values()) > ENOUGH, 60, of="the writers being busy")

        killed = account.migrating()
        wait_until(lambda: account.records.count_documents({"_id": EXPAND, "at": {"$exists": True}}), 60)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        (begun,) = account.records.find({"_id": EXPAND})
        assert "passedAt" not in begun
        done = account.rows.count_documents({"_words": {"$exists": True}})
        assert 0 < done < OLD_ROWS

        code, said = account.migrated()
        assert f"{CONTRACT} comes after '{EXPAND}', which is not finished" in said
        assert code == 1
        first = next(line for line in said.splitlines() if "rows changed, up to" in line)
        assert first.rsplit(" ", 1)[1] > begun["at"]  # it went on, and did not begin again
        wait_until(lambda: sum(writers.heard.values()) > 3 * ENOUGH, 60, of="old code writing on")

    assert set(writers.heard) <= {200, 201, 409}
    stale = [row["_id"] for row in account.rows.find() if row.get("_words") != words(row)]
    assert stale  # what the release before wrote after we had passed

    code, said = account.migrated("--finish")
    assert (code, said.count("finished,")) == (0, 3), said
    rows = {row["_id"]: row for row in account.rows.find({"_deletedAt": None})}
    assert len(rows) >= OLD_ROWS + len(writers.names) / 2
    assert {id: rows[id]["name"]["en"] for id in writers.names} == writers.names
    assert [id for id, row in rows.items() if row["_words"] != words(row)] == []
    assert [id for id, row in rows.items() if "description" not in row or "_mark" in row] == []
    # What clients see of it is told, once: to the rows that nobody else wrote to.
    untold = [
        row
        for id, row in rows.items()
        if id not in writers.names and id < "99999" and (row["version"], len(row["_outbox"])) != (2, 1)
    ]
    assert untold == []

    assert account.migrated("--finish") == (0, "")
    assert {record["_id"] for record in account.records.find()} == {EXPAND, TELL, CONTRACT}


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False
