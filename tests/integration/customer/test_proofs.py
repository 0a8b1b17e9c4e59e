"""Signing in, changing and resetting passwords, proving an email address; and what a guesser meets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from apps.customer.customers.document import Customer
from apps.customer.customers.tokens import EmailToken, PasswordToken
from common.resources.document import collection_of
from common.wire.times import as_text
from tests.support.api import Api

EMAIL, PASSWORD = "ann@example.com", "correct horse"
UNKNOWN = "A" * 43


@pytest.fixture
def ann(a_customer):
    return a_customer(email=EMAIL, password=PASSWORD)


def code(api, path, body, status=400):
    return api.refused(status, "POST", path, json=body)["errors"][0]["code"]


def signs_in(api, password, email=EMAIL):
    return api.request("POST", "login", json={"email": email, "password": password}).status_code == 200


def messages(document, id):
    entries = collection_of(document).find_one({"_id": id})["_outbox"]
    return [entry["message"] for entry in entries if "message" in entry]


def test_a_customer_signs_in_and_nothing_changes(api, ann):
    result = api.post("login", {"email": "ANN@example.com", "password": PASSWORD}, status=200)
    assert result == {"customer": ann}


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(api, ann):
    wrong = api.refused(400, "POST", "login", json={"email": EMAIL, "password": "x"})
    unknown = api.refused(400, "POST", "login", json={"email": "bob@example.com", "password": PASSWORD})
    assert wrong == unknown
    assert wrong["errors"][0]["code"] == "InvalidCredentials"


@pytest.mark.parametrize("path", ["login", "me/login"])
def test_guessing_is_stopped(api, ann, path):
    for _ in range(10):
        assert code(api, path, {"email": EMAIL, "password": "guess"}) == "InvalidCredentials"
    api.refused(429, "POST", path, json={"email": EMAIL, "password": PASSWORD})
    assert code(api, path, {"email": "bob@example.com", "password": "guess"}) == "InvalidCredentials"


@pytest.mark.parametrize(
    "past", [{"anonymousCart": {"typeId": "cart", "id": "c"}}, {"anonymousCartId": "c"}, {"anonymousId": "a"}]
)
def test_an_anonymous_cart_is_not_silently_forgotten(api, ann, past):
    """Nothing here leads to the cart service: who brings a cart is asked to come again, who brings none gets in."""
    api.refused(503, "POST", "login", json={"email": EMAIL, "password": PASSWORD} | past)
    assert "cart" not in api.post("login", {"email": EMAIL, "password": PASSWORD}, status=200)


def test_a_password_is_changed_by_who_knows_it(api, ann):
    change = {"id": ann["id"], "version": 1, "currentPassword": "x", "newPassword": "new"}
    assert code(api, "customers/password", change) == "InvalidCurrentPassword"
    change["currentPassword"] = PASSWORD
    changed = api.post("customers/password", change, status=200)
    assert changed["version"] == 2
    assert (signs_in(api, "new"), signs_in(api, PASSWORD)) == (True, False)
    assert messages(Customer, ann["id"])[-1]["reset"] is False
    assert code(api, "customers/password", change | {"currentPassword": "new"}, 409) == "ConcurrentModification"
    assert code(api, "customers/password", change | {"id": "nobody"}, 404) == "ResourceNotFound"


def test_a_token_resets_the_password_once(api, ann):
    token = api.post("customers/password-token", {"email": "Ann@Example.com"}, status=200)
    assert token["customerId"] == ann["id"]
    assert api.get(f"customers/password-token={token['value']}") == ann
    reset = {"tokenValue": token["value"], "newPassword": "new"}
    assert api.post("customers/password/reset", reset, status=200)["version"] == 2
    assert (signs_in(api, "new"), signs_in(api, PASSWORD)) == (True, False)
    assert messages(Customer, ann["id"])[-1]["reset"] is True
    assert code(api, "customers/password/reset", reset, 404) == "ResourceNotFound"
    api.refused(404, "GET", f"customers/password-token={token['value']}")


def test_of_many_who_show_one_token_at_once_one_sets_the_password(api, ann):
    token = api.post("customers/password-token", {"email": EMAIL}, status=200)["value"]

    def reset(number):
        body = {"tokenValue": token, "newPassword": f"new {number}"}
        return api.request("POST", "customers/password/reset", json=body).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(reset, range(4)))
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 404, 409}
    assert [signs_in(api, f"new {number}") for number in range(4)] == [status == 200 for status in statuses]


def _password_changes(api, ann):
    change = {"id": ann["id"], "version": 1, "currentPassword": PASSWORD, "newPassword": "new"}
    api.post("customers/password", change, status=200)


def _address_changes(api, ann):
    api.update("customers", ann, {"action": "changeEmail", "email": "lee@example.com"})


def _newer_token(api, ann):
    api.post("customers/password-token", {"email": EMAIL, "invalidateOlderTokens": True}, status=200)


def _customer_goes(api, ann):
    api.delete("customers", ann)


@pytest.mark.parametrize("event", [_password_changes, _address_changes, _newer_token, _customer_goes])
def test_a_password_token_ends_with_what_it_was_good_for(api, ann, event):
    token = api.post("customers/password-token", {"email": EMAIL}, status=200)["value"]
    event(api, ann)
    reset = {"tokenValue": token, "newPassword": "mine now"}
    assert code(api, "customers/password/reset", reset, 404) == "ResourceNotFound"


def test_several_password_tokens_may_be_on_their_way(api, ann):
    first, _ = (api.post("customers/password-token", {"email": EMAIL}, status=200)["value"] for _ in range(2))
    api.post("customers/password/reset", {"tokenValue": first, "newPassword": "new"}, status=200)


@pytest.mark.parametrize(
    ("kind", "document", "ask", "use", "expired"),
    [
        ("password", PasswordToken, {"email": EMAIL}, "password/reset", "ExpiredCustomerPasswordToken"),
        ("email", EmailToken, {"ttlMinutes": 5}, "email/confirm", "ExpiredCustomerEmailToken"),
    ],
)
def test_a_token_expires_and_an_unknown_one_is_not_found(api, ann, kind, document, ask, use, expired):
    given = ask if kind == "password" else ask | {"id": ann["id"]}
    token = api.post(f"customers/{kind}-token", given, status=200)["value"]
    past = as_text(datetime.now(UTC) - timedelta(seconds=1))
    collection_of(document).update_one({"customerId": ann["id"]}, {"$set": {"expiresAt": past}})
    body = {"tokenValue": token, "newPassword": "new"}
    assert code(api, f"customers/{use}", body) == expired
    assert api.refused(400, "GET", f"customers/{kind}-token={token}")["errors"][0]["code"] == expired
    assert code(api, f"customers/{use}", body | {"tokenValue": UNKNOWN}, 404) == "ResourceNotFound"


def test_one_kind_of_token_does_not_pass_for_the_other(api, ann):
    email_token = api.post("customers/email-token", {"id": ann["id"], "ttlMinutes": 5}, status=200)["value"]
    body = {"tokenValue": email_token, "newPassword": "new"}
    assert code(api, "customers/password/reset", body, 404) == "ResourceNotFound"


def test_an_email_address_is_confirmed_once(api, ann):
    token = api.post("customers/email-token", {"id": ann["id"], "ttlMinutes": 5, "version": 1}, status=200)["value"]
    assert api.get(f"customers/email-token={token}") == ann
    confirmed = api.post("customers/email/confirm", {"tokenValue": token}, status=200)
    assert (confirmed["isEmailVerified"], confirmed["version"]) == (True, 2)
    assert messages(Customer, ann["id"])[-1]["type"] == "CustomerEmailVerified"
    assert code(api, "customers/email/confirm", {"tokenValue": token}, 404) == "ResourceNotFound"


def test_a_token_of_the_old_address_does_not_confirm_the_new_one(api, ann):
    token = api.post("customers/email-token", {"id": ann["id"], "ttlMinutes": 5}, status=200)["value"]
    api.update("customers", ann, {"action": "changeEmail", "email": "victim@example.com"})
    assert code(api, "customers/email/confirm", {"tokenValue": token}, 404) == "ResourceNotFound"


@pytest.mark.parametrize(("minutes", "told"), [(60, True), (61, False)])
def test_only_what_is_soon_worth_nothing_is_told(api, ann, minutes, told):
    given = {"email": EMAIL, "ttlMinutes": minutes}
    token = api.post("customers/password-token", given, status=200)
    kept = collection_of(PasswordToken).find_one({"_id": token["id"]})
    [message] = messages(PasswordToken, token["id"])
    assert (message["type"], message["resource"]["typeId"]) == (
        "CustomerPasswordTokenCreated",
        "customer-password-token",
    )
    assert message.get("value") == (token["value"] if told else None)
    assert token["value"] not in str({name: value for name, value in kept.items() if name != "_outbox"})


def test_nobody_learns_who_is_a_customer_without_permission(app, ann):
    shopper = Api(app, "manage_my_profile")
    shopper.refused(403, "POST", "customers/password-token", json={"email": EMAIL})
    shopper.refused(403, "POST", "login", json={"email": EMAIL, "password": PASSWORD})


def test_a_token_gives_no_password_to_who_has_none(api):
    bob = {"email": "bob@example.com", "authenticationMode": "ExternalAuth"}
    api.post("customers", bob)
    token = api.post("customers/password-token", {"email": bob["email"]}, status=200)["value"]
    assert code(api, "customers/password/reset", {"tokenValue": token, "newPassword": "x"}) == "InvalidOperation"
    assert not signs_in(api, "x", bob["email"])
