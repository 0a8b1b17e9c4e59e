"""Getting a token, looking at it, giving it back."""

import base64
import time
from datetime import UTC, datetime

import pytest

from apps.account.collections import collection

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FORM = {"grant_type": "client_credentials"}


def test_a_client_gets_a_token_for_its_id_and_secret(program):
    got = program.asks(**FORM)
    assert got["token_type"] == "Bearer"
    assert got["expires_in"] == 172800
    assert got["scope"] == "manage_project:shop manage_api_clients:shop"
    assert got["access_token"].replace("-", "").replace("_", "").isalnum()
    assert "refresh_token" not in got


def test_id_and_secret_may_stand_in_the_form(program):
    assert program.asks(auth=None, client_id=program.id, client_secret=program.secret, **FORM)["access_token"]


def test_parameters_may_stand_in_the_address_but_no_secret(program):
    asked = program.http.post(
        "/oauth/token?grant_type=client_credentials&scope=manage_project:shop", auth=program.credentials
    )
    assert asked.json["scope"] == "manage_project:shop"
    secret = f"client_id={program.id}&client_secret={program.secret}"
    assert program.http.post(f"/oauth/token?grant_type=client_credentials&{secret}").status_code == 401


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 5000, "ü", "a:b"])
def test_a_wrong_secret_is_refused_in_the_words_of_oauth(program, secret):
    refused = program.asks(status=401, auth=(program.id, secret), **FORM)
    assert refused["error"] == refused["errors"][0]["code"] == "invalid_client"
    assert refused["error_description"] == refused["message"]
    assert refused["statusCode"] == 401


def test_an_unknown_client_is_refused_in_the_same_words(program):
    wrong = program.asks(status=401, auth=(program.id, "wrong"), **FORM)
    assert program.asks(status=401, auth=("nobody", "wrong"), **FORM) == wrong


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Bearer x"]
)
def test_a_broken_authorization_header_is_refused(program, header):
    assert program.http.post("/oauth/token", data=FORM, headers={"Authorization": header}).status_code == 401


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, "invalid_grant"),
        ({**FORM, "scope": "manage_everything:shop"}, "invalid_scope"),
        ({**FORM, "scope": "manage_project:other-shop"}, "invalid_scope"),
    ],
)
def test_what_is_wrong_with_a_request_is_said(program, form, error):
    assert program.asks(status=400, **form)["error"] == error


def test_a_client_may_ask_for_less_than_it_has(program):
    assert program.asks(**FORM, scope="view_products:shop")["scope"] == "view_products:shop"


def test_a_client_does_not_get_more_than_it_has(a_program):
    reader = a_program("view_products:shop")
    assert reader.asks(status=400, **FORM, scope="manage_products:shop")["error"] == "invalid_scope"
    assert reader.asks(status=400, **FORM, scope="view_products:shop view_orders:shop")["error"] == "invalid_scope"


def test_a_token_lives_as_long_as_its_client_says(a_program):
    assert a_program(accessTokenValiditySeconds=3600).asks(**FORM)["expires_in"] == 3600


def test_an_anonymous_shopper_gets_a_token_under_an_id_of_his_own(program):
    got = program.asks("/oauth/shop/anonymous/token", **FORM, scope="manage_my_orders:shop")
    other = program.asks("/oauth/shop/anonymous/token", **FORM, scope="manage_my_orders:shop")
    name, _, anonymous_id = got["scope"].rpartition(" ")[2].partition(":")
    assert (name, len(anonymous_id)) == ("anonymous_id", 36)
    assert got["scope"] != other["scope"]
    assert got["refresh_token"]


def test_an_anonymous_id_of_ones_choice_belongs_to_one_session(program):
    path, form = "/oauth/shop/anonymous/token", {**FORM, "anonymous_id": "visitor-1"}
    assert program.asks(path, **form)["scope"].endswith(" anonymous_id:visitor-1")
    assert program.asks(path, status=400, **form)["error"] == "invalid_request"


def test_an_anonymous_id_smuggles_no_scope_in(a_program):
    shopping = a_program("create_anonymous_token:shop manage_my_orders:shop")
    smuggled = {**FORM, "anonymous_id": "x manage_project:shop"}
    assert shopping.asks("/oauth/shop/anonymous/token", status=400, **smuggled)["error"] == "invalid_request"


def test_anonymous_tokens_need_the_permission_to_create_them(a_program):
    refused = a_program("manage_my_orders:shop").asks("/oauth/shop/anonymous/token", status=403, **FORM)
    assert refused["error"] == "insufficient_scope"


def test_a_client_has_no_business_in_another_project(program, ann):
    ann.post("/api/account/projects", {"key": "other-shop"}, status=201)
    assert program.asks("/oauth/other-shop/anonymous/token", status=401, **FORM)["error"] == "invalid_client"


def test_customers_cannot_sign_in_while_the_customer_service_is_away(program):
    form = {"grant_type": "password", "username": "a@example.com", "password": "x"}
    assert "customer service" in program.asks("/oauth/shop/customers/token", status=503, **form)["message"]


@pytest.fixture
def shopper(a_program):
    """A client for shoppers, and the tokens of one anonymous shopper."""
    client = a_program("create_anonymous_token:shop manage_my_orders:shop manage_my_profile:shop")
    return client, client.asks("/oauth/shop/anonymous/token", **FORM)


def test_a_refresh_token_gives_a_new_token_for_the_same_shopper(shopper):
    client, first = shopper
    again = client.asks(grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert again["scope"] == first["scope"]
    assert again["access_token"] != first["access_token"]
    assert again["refresh_token"] == first["refresh_token"]


def test_refreshing_may_drop_scopes_but_never_add_one(shopper):
    client, first = shopper
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert client.asks(**form, scope="manage_my_profile:shop")["scope"].startswith(
        "manage_my_profile:shop anonymous_id:"
    )
    assert client.asks(status=400, **form, scope="manage_orders:shop")["error"] == "invalid_scope"
    assert (
        client.asks(status=400, **form, scope="create_anonymous_token:shop view_products:shop")["error"]
        == "invalid_scope"
    )


def test_a_refresh_token_is_worth_nothing_to_another_client(shopper, program):
    _, first = shopper
    refused = program.asks(status=400, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert refused["error"] == "invalid_grant"


def test_an_unused_refresh_token_expires(shopper):
    client, first = shopper
    collection("refresh_tokens").update_many({}, {"$set": {"expiresAt": LONG_AGO}})
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert client.asks(status=400, **form)["error"] == "invalid_grant"


def test_a_token_can_be_looked_at(program):
    token = program.token()
    seen = program.asks("/oauth/introspect", token=token)
    assert seen.pop("exp") > time.time() + 170_000
    assert seen == {"active": True, "scope": "manage_project:shop manage_api_clients:shop", "client_id": program.id}


@pytest.mark.parametrize("token", ["unknown", "x" * 30_000, "ü", "."])
def test_of_an_unknown_token_only_that_is_said(program, token):
    assert program.asks("/oauth/introspect", token=token) == {"active": False}


def test_looking_at_anothers_token_needs_the_permission(a_program, program):
    nosy = a_program("view_products:shop")
    assert nosy.asks("/oauth/introspect", status=403, token=program.token())["error"] == "insufficient_scope"
    assert a_program("introspect_oauth_tokens:shop").asks("/oauth/introspect", token=program.token())["active"]


def test_a_token_of_another_project_is_not_active_here(program, app, a_person):
    bob = a_person()
    bob.post("/api/account/projects", {"key": "bobs"}, status=201)
    theirs = bob.post("/bobs/api-clients", {"name": "b", "scope": "manage_project:bobs"}, status=201)
    token = type(program)(app, theirs).token()
    assert program.asks("/oauth/introspect", token=token) == {"active": False}


def test_a_revoked_token_opens_nothing(program):
    token = program.token()
    program.get("/shop", token=token)
    program.asks("/oauth/token/revoke", token=token, token_type_hint="access_token")
    assert program.asks("/oauth/introspect", token=token) == {"active": False}
    assert program.call("GET", "/shop", token=token).status_code == 401
    program.asks("/oauth/token/revoke", token=token)


def test_a_revoked_refresh_token_takes_its_access_tokens_with_it(shopper):
    client, first = shopper
    client.asks("/oauth/token/revoke", token=first["refresh_token"], token_type_hint="refresh_token")
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert client.asks(status=400, **form)["error"] == "invalid_grant"
    assert client.asks("/oauth/introspect", token=first["access_token"]) == {"active": False}


def test_nobody_revokes_anothers_token(program, a_program):
    token = program.token()
    a_program("view_products:shop").asks("/oauth/token/revoke", status=400, token=token)
    program.get("/shop", token=token)


def test_guessing_a_secret_is_stopped(program):
    for _ in range(20):
        program.asks(status=401, auth=(program.id, "guess"), **FORM)
    stopped = program.http.post("/oauth/token", data=FORM, auth=program.credentials)
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) <= 60
    assert stopped.json["error"] == "too_many_requests"


def test_guessing_from_elsewhere_does_not_shut_the_client_out(program):
    for _ in range(21):
        program.http.post("/oauth/token", data=FORM, auth=(program.id, "guess"), headers={"X-Forwarded-For": "6.6.6.6"})
    ours = {"X-Forwarded-For": "6.6.6.6, 7.7.7.7"}  # what a client writes into the header itself does not count
    assert program.http.post("/oauth/token", data=FORM, auth=program.credentials, headers=ours).status_code == 200


def test_a_huge_form_is_refused(program):
    assert (
        program.http.post("/oauth/token", data={"grant_type": "x" * 100_000}, auth=program.credentials).status_code
        == 413
    )


def test_what_a_client_sends_does_not_come_back_as_a_header_or_page(program):
    refused = program.http.post("/oauth/token", data={"grant_type": "<b>\r\nX-Evil: 1"}, auth=program.credentials)
    assert "X-Evil" not in refused.headers
    assert refused.headers["Content-Type"] == "application/json"
    assert refused.headers["Cache-Control"] == "no-store"


def test_the_keys_that_verify_are_published_without_their_private_halves(program):
    program.token()
    [key] = program.http.get("/oauth/.well-known/jwks.json").json["keys"]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
    assert "d" not in key


def test_secrets_are_not_kept(program, shopper):
    client, got = shopper
    kept = repr([list(collection(name).find()) for name in ("api_clients", "refresh_tokens")])
    assert client.secret not in kept
    assert got["refresh_token"] not in kept
    assert program.secret not in kept
