"""What somebody who signs in waits for: the cart of before, and no longer than that where orders take their time."""

import time

import pytest

from apps.customer.customers.carts import WAIT_FOR_ORDERS_SECONDS, WAIT_SECONDS
from apps.customer.sign_in import sign_in
from common.contracts.answered import Answered
from common.database import database
from common.sagas.held import EXTENSION, Sagas
from common.sagas.runner import Runner
from common.sagas.runs import COLLECTION, Runs
from common.sagas.waiting import Waiting

PAST = {"anonymousId": "session"}


class Others:
    """The cart service answers at once, the order service if it is told to."""

    def __init__(self):
        self.runs = Runs(database("customer")[COLLECTION])
        self.runner = Runner([sign_in], self.runs, self.send)
        self.sent, self.answers = [], {"HandOverCart": {"cart": {"id": "a-cart"}}}

    def send(self, command):
        name = type(command).__name__
        self.sent.append(name)
        if name in self.answers:
            self.runner.answered(Answered(command.saga_id, name, "done", self.answers[name]))

    @property
    def run(self):
        [run] = self.runs.collection.find({})
        return run


@pytest.fixture
def others(app, monkeypatch):
    others = Others()
    monkeypatch.setitem(app.extensions, EXTENSION, Sagas(others.runner, Waiting(others.runs)))
    return others


@pytest.fixture
def credentials(api):
    known = {"email": "ann@example.com", "password": "correct horse"}
    api.post("customers", known)
    return known


def seconds_to_sign_in(api, body):
    began = time.monotonic()
    assert api.bare("POST", "login", json=body).get_json()["cart"] == {"id": "a-cart"}
    return time.monotonic() - began


def test_orders_are_waited_for_a_moment(api, others, credentials):
    took = seconds_to_sign_in(api, credentials | PAST)
    assert WAIT_FOR_ORDERS_SECONDS <= took < WAIT_SECONDS
    assert others.sent == ["HandOverCart", "HandOverOrders"]
    assert "endedAt" not in others.run, "and handed over later"


def test_orders_that_are_handed_over_at_once_keep_nobody(api, others, credentials):
    others.answers["HandOverOrders"] = {}
    seconds_to_sign_in(api, credentials | PAST)
    assert others.run["outcome"] == "done"


def test_who_had_no_session_has_no_orders_to_wait_for(api, others, credentials):
    seconds_to_sign_in(api, credentials)
    assert others.sent == ["HandOverCart"]
