"""What a service tells its operator."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from common.observability import log_as_json, observe, trail


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.broker_is_up = True  # type: ignore[attr-defined]

    def broker() -> None:
        if not app.broker_is_up:  # type: ignore[attr-defined]
            raise ConnectionError

    observe(app, "product", ready={"database": lambda: None, "broker": broker}, health_path="/api/products/health")

    @app.get("/<project_key>/products/<id>")
    def product(project_key: str, id: str) -> dict[str, object]:
        trail.note(user_id="user-1")
        logging.getLogger("shop").warning("looking", extra={"client_secret": "s3cret", "shelf": {"apiKey": "k"}})
        return {"carried": trail.carried()}

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def log(client: FlaskClient) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was logged so far, a line each."""
    written = io.StringIO()
    log_as_json("product", stream=written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    log_as_json("product")  # lets go of the closed stream


def test_a_correlation_id_is_echoed_and_carried_on(client: FlaskClient) -> None:
    answer = client.get("/shop/products/1", headers={"X-Correlation-ID": "checkout-42"})
    assert answer.headers["X-Correlation-ID"] == "checkout-42"
    assert answer.json["carried"]["X-Correlation-ID"] == "checkout-42"
    assert answer.json["carried"]["projectKey"] == "shop"


@pytest.mark.parametrize("insane", ["", "a b", "x" * 257, 'a"b'])
def test_an_id_we_would_not_log_is_replaced(client: FlaskClient, insane: str) -> None:
    answered = client.get("/shop/products/1", headers={"X-Correlation-ID": insane}).headers["X-Correlation-ID"]
    assert answered != insane
    assert 8 <= len(answered) <= 256


def test_a_trace_is_continued_and_a_broken_one_replaced(client: FlaskClient) -> None:
    ours = f"00-{'a' * 32}-{'b' * 16}-01"
    assert client.get("/shop/products/1", headers={"traceparent": ours}).json["carried"]["traceparent"] == ours
    broken = f"00-{'0' * 32}-{'b' * 16}-01"
    assert client.get("/shop/products/1", headers={"traceparent": broken}).json["carried"]["traceparent"] != broken


def test_a_client_cannot_choose_for_whom_a_trail_runs(client: FlaskClient) -> None:
    carried = client.get("/shop/products/1", headers={"userId": "root", "projectKey": "other"}).json["carried"]
    assert (carried["projectKey"], carried["userId"]) == ("shop", "user-1")


def test_every_line_says_whose_request_it_belongs_to(
    client: FlaskClient, log: Callable[[], list[dict[str, Any]]]
) -> None:
    client.get("/shop/products/1?where=email%3D%22a@b.c%22", headers={"X-Correlation-ID": "checkout-42"})
    looking, access = log()
    for line in (looking, access):
        assert line["correlationId"] == "checkout-42"
        assert line["projectKey"] == "shop"
        assert line["userId"] == "user-1"
        assert line["service"] == "product"
        assert line["logging.googleapis.com/trace"]
    assert looking["severity"] == "WARNING"
    request = access["httpRequest"]
    assert (request["requestMethod"], request["requestUrl"], request["status"]) == (
        "GET",
        "/shop/products/1",
        200,
    )


def test_secrets_do_not_reach_the_log(client: FlaskClient, log: Callable[[], list[dict[str, Any]]]) -> None:
    client.get("/shop/products/1")
    logging.getLogger("shop").error(
        "sent Authorization: Bearer abc.def to mongodb://me:pw@host/ and /password-token=xyz"
    )
    text = json.dumps(log())
    for secret in ("s3cret", '"k"', "abc.def", "me:pw", "xyz"):
        assert secret not in text


def test_an_exception_is_told_with_its_traceback(client: FlaskClient, log: Callable[[], list[dict[str, Any]]]) -> None:
    try:
        raise ValueError("lost")
    except ValueError:
        logging.getLogger("shop").exception("failed")
    (line,) = log()
    assert line["severity"] == "ERROR"
    assert str(line["message"]).startswith("failed\nTraceback")


def test_health_does_not_ask_the_broker(app: Flask, client: FlaskClient) -> None:
    app.broker_is_up = False  # type: ignore[attr-defined]
    assert client.get("/health").status_code == 200
    assert client.get("/api/products/health").json == {"service": "product", "status": "alive"}


def test_ready_names_what_does_not_answer(app: Flask, client: FlaskClient) -> None:
    app.broker_is_up = False  # type: ignore[attr-defined]
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.json["checks"] == {"database": "ok", "broker": "does not answer"}


def test_metrics_are_not_served_where_clients_are(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
