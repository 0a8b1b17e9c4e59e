"""The password flow, against a customer service of the tests' own, and once against the real one."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, jsonify, request
from werkzeug.serving import make_server

from apps.account.oauth.customers import PATH
from apps.account.oauth.customers_leave import end_tokens
from apps.customer.service import service as customer_service
from common.auth import internal_only
from common.contracts.events import ResourceChanged
from common.settings import settings
from common.wire.times import as_text
from tests.support.api import Api, app_of

FORM = {"grant_type": "password", "username": "ann@example.com", "password": "correct horse"}
CUSTOMERS = {("shop", "ann@example.com", "correct horse", None): "c-1", ("shop", "b@example.com", "b", "berlin"): "c-2"}


@pytest.fixture
def served(monkeypatch):
    """Serves an app where account looks for the customer service: ``served(app)``."""
    servers = []

    def serve(customers):
        server = make_server("127.0.0.1", 0, customers, threaded=True)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("SERVICE_URL_TEMPLATE", f"http://127.0.0.1:{server.server_port}")
        settings.cache_clear()

    yield serve
    settings.cache_clear()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def customers(app, served):
    """Knows Ann everywhere and B in Berlin."""
    customers = Flask("customers")

    @customers.post(PATH)
    @internal_only
    def authenticate():
        asked = request.get_json()
        shown = (asked["projectKey"], asked["email"], asked["password"], asked["storeKey"])
        return jsonify(customerId=CUSTOMERS.get(shown))

    served(customers)


def test_a_customer_gets_a_token_that_names_him(customers, program):
    got = program.asks("/oauth/shop/customers/token", **FORM, scope="manage_my_orders:shop")
    assert got["scope"] == "manage_my_orders:shop customer_id:c-1"
    again = program.asks(grant_type="refresh_token", refresh_token=got["refresh_token"])
    assert again["scope"] == got["scope"]


def test_a_wrong_password_is_refused_in_the_words_of_oauth(customers, program):
    refused = program.asks("/oauth/shop/customers/token", status=400, **FORM | {"password": "wrong"})
    assert refused["error"] == "invalid_customer_account_credentials"
    assert program.asks("/oauth/shop/customers/token", status=400, **FORM | {"username": "x@example.com"}) == refused


def test_a_stores_customer_signs_in_at_the_store(customers, program):
    form = {"grant_type": "password", "username": "b@example.com", "password": "b"}
    program.asks("/oauth/shop/customers/token", status=400, **form)
    got = program.asks("/oauth/shop/in-store/key=berlin/customers/token", **form)
    assert got["scope"].endswith(" customer_id:c-2")


def test_guessing_a_customers_password_is_stopped(customers, program):
    for _ in range(10):
        program.asks("/oauth/shop/customers/token", status=400, **FORM | {"password": "guess"})
    program.asks("/oauth/shop/customers/token", status=429, **FORM)


@pytest.mark.parametrize("missing", ["username", "password"])
def test_both_halves_are_needed(customers, program, missing):
    form = {name: value for name, value in FORM.items() if name != missing}
    assert missing in program.asks("/oauth/shop/customers/token", status=400, **form)["error_description"]


def test_who_signed_up_signs_in(served, program):
    customers = app_of(customer_service)
    ann = Api(customers).post("customers", {"email": "Ann@example.com", "password": FORM["password"]})["customer"]
    served(customers)
    got = program.asks("/oauth/shop/customers/token", **FORM)
    assert got["scope"].endswith(f" customer_id:{ann['id']}")
    program.asks("/oauth/shop/customers/token", status=400, **FORM | {"password": "wrong"})


def changed(*messages, deleted=False, id="c-1"):
    return ResourceChanged("shop", "customer", id, 2, deleted=deleted, json=None, messages=messages)


def a_password(reset, seconds_ago=0):
    at = as_text(datetime.now(UTC) - timedelta(seconds=seconds_ago))
    return {"type": "CustomerPasswordUpdated", "reset": reset, "createdAt": at}


@pytest.mark.parametrize("event", [lambda: changed(deleted=True), lambda: changed(a_password(reset=True))])
def test_who_forgot_his_password_or_left_is_signed_out_everywhere(customers, program, event):
    got = program.asks("/oauth/shop/customers/token", **FORM)
    others = program.asks("/oauth/shop/anonymous/token", grant_type="client_credentials")
    for _ in range(2):
        end_tokens(event())
    program.asks(status=400, grant_type="refresh_token", refresh_token=got["refresh_token"])
    assert program.asks("/oauth/introspect", token=got["access_token"]) == {"active": False}
    program.asks(grant_type="refresh_token", refresh_token=others["refresh_token"])


@pytest.mark.parametrize(
    "event",
    [
        lambda: changed(a_password(reset=False)),
        lambda: changed(a_password(reset=True, seconds_ago=60)),
        lambda: changed(deleted=True, id="c-9"),
    ],
)
def test_what_ends_no_token_of_now(customers, program, event):
    got = program.asks("/oauth/shop/customers/token", **FORM)
    end_tokens(event())
    program.asks(grant_type="refresh_token", refresh_token=got["refresh_token"])
    assert program.asks("/oauth/introspect", token=got["access_token"])["active"]
