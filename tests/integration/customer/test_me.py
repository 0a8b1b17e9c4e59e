"""``/me``: the customer of the token, who may do less than a merchant."""

import pytest

from apps.customer.neighbours import neighbours
from tests.support.api import PROJECT, Api

NOTED = {
    "id": "noted-id",
    "version": 1,
    "key": "noted",
    "resourceTypeIds": ["customer"],
    "fieldDefinitions": [{"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}],
}
ME = {"email": "me@example.com", "password": "correct horse"}


@pytest.fixture
def visitor(app):
    return Api(app, "manage_my_profile", anonymous_id="visitor-1")


@pytest.fixture
def program(app):
    return Api(app, "manage_my_profile")


@pytest.fixture
def ann(a_customer):
    return a_customer(**ME)


@pytest.fixture
def me(app, ann):
    return Api(app, "manage_my_profile", customer_id=ann["id"])


def test_a_visitor_signs_up_and_in(visitor, program):
    mine = visitor.post("me/signup", ME | {"firstName": "Ann", "customerNumber": "1"})["customer"]
    assert (mine["firstName"], "customerNumber" in mine) == ("Ann", False)
    assert mine["createdBy"]["anonymousId"] == "visitor-1"
    assert program.post("me/login", ME, status=200) == {"customer": mine}
    visitor.refused(503, "POST", "me/login", json=ME)  # no cart service here that could hand over what a visitor left
    visitor.refused(400, "GET", "me")


def test_i_see_and_change_myself(me, ann, a_customer):
    a_customer()
    assert me.get("me") == ann
    body = {"version": 1, "actions": [{"action": "setFirstName", "firstName": "Ann"}]}
    changed = me.post("me", body, status=200)
    assert (changed["firstName"], changed["lastModifiedBy"]["customer"]["id"]) == ("Ann", ann["id"])
    gone = me.request("DELETE", "me", query_string={"version": 2})
    assert gone.get_json() == changed
    me.refused(404, "GET", "me")


@pytest.mark.parametrize(
    "action",
    [
        {"action": "setCustomerGroup"},
        {"action": "setCustomerNumber", "customerNumber": "1"},
        {"action": "setKey", "key": "me"},
        {"action": "setAuthenticationMode", "authMode": "ExternalAuth"},
    ],
)
def test_what_is_the_merchants_is_not_mine(me, action):
    body = {"version": 1, "actions": [action]}
    assert me.refused(400, "POST", "me", json=body)["errors"][0]["code"] == "InvalidJsonInput"


HOME = {"key": "home", "country": "DE", "city": "Berlin"}


def test_i_keep_my_profile(me):
    neighbours.replicas.write(PROJECT, "type", NOTED)
    home = {"addressKey": "home"}
    actions = [
        {"action": "changeEmail", "email": "ada@example.com"},
        {"action": "setLastName", "lastName": "Lovelace"},
        {"action": "setMiddleName", "middleName": "King"},
        {"action": "setTitle", "title": "Countess"},
        {"action": "setSalutation", "salutation": "Mrs"},
        {"action": "setDateOfBirth", "dateOfBirth": "1815-12-10"},
        {"action": "setCompanyName", "companyName": "Analytical Engines"},
        {"action": "setVatId", "vatId": "GB1"},
        {"action": "setLocale", "locale": "en"},
        {"action": "addAddress", "address": HOME},
        {"action": "changeAddress", **home, "address": HOME | {"city": "London"}},
        {"action": "addShippingAddressId", **home},
        {"action": "addBillingAddressId", **home},
        {"action": "setDefaultShippingAddress", **home},
        {"action": "setDefaultBillingAddress", **home},
        {"action": "removeShippingAddressId", **home},
        {"action": "removeBillingAddressId", **home},
        {"action": "removeAddress", **home},
        {"action": "setCustomType", "type": {"typeId": "type", "key": "noted"}},
        {"action": "setCustomField", "name": "note", "value": "first"},
    ]
    mine = me.post("me", {"version": 1, "actions": actions}, status=200)
    assert mine["version"] == 1 + len(actions)
    assert (mine["email"], mine["locale"], mine["addresses"]) == ("ada@example.com", "en", [])
    assert mine["custom"]["fields"] == {"note": "first"}


def test_i_change_my_password_and_guessing_it_is_stopped(me, program):
    change = {"version": 1, "currentPassword": ME["password"], "newPassword": "new"}
    assert me.post("me/password", change, status=200)["version"] == 2
    program.post("me/login", ME | {"password": "new"}, status=200)
    guess = change | {"version": 2, "currentPassword": "guess"}
    for _ in range(10):
        refused = me.refused(400, "POST", "me/password", json=guess)
        assert refused["errors"][0]["code"] == "InvalidCurrentPassword"
    me.refused(429, "POST", "me/password", json=guess)


def test_i_forgot_my_password(api, visitor, program, ann):
    token = api.post("customers/password-token", {"email": ME["email"]}, status=200)["value"]
    visitor.post("me/password/reset", {"tokenValue": token, "newPassword": "new"}, status=200)
    program.post("me/login", ME | {"password": "new"}, status=200)


def test_i_prove_my_address(api, me, ann):
    token = api.post("customers/email-token", {"id": ann["id"], "ttlMinutes": 5}, status=200)["value"]
    assert me.post("me/email/confirm", {"tokenValue": token}, status=200)["isEmailVerified"] is True


def test_my_profile_needs_its_permission(app, ann):
    Api(app, "manage_my_orders", customer_id=ann["id"]).refused(403, "GET", "me")
    Api(app, "manage_my_profile", customer_id=ann["id"]).refused(403, "GET", f"customers/{ann['id']}")
