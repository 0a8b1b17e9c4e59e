"""What a client hears when something that a request needs does not answer."""

import pytest
from flask import Flask
from pymongo.errors import AutoReconnect

from common.http import refusals
from common.kafka import BacklogFull, KafkaUnavailable


@pytest.mark.parametrize("away", [BacklogFull("too many wait"), KafkaUnavailable("no broker"), AutoReconnect("cut")])
def test_what_does_not_answer_is_503_and_may_be_tried_again(away):
    app = Flask("shop")
    refusals.install(app)

    @app.get("/orders")
    def orders():
        raise away

    answer = app.test_client().get("/orders")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert [error["code"] for error in answer.json["errors"]] == ["OverCapacity"]
    assert str(away) not in answer.text
