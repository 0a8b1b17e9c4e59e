"""``in-store/key=…``: the same routes, for the customers of one store and for whoever may see them."""

import pytest

from apps.customer.neighbours import neighbours
from common.auth import tokens
from common.auth.principal import Principal
from common.auth.scopes import Scopes
from tests.support.api import PROJECT, Api

BERLIN, VIENNA = "in-store/key=berlin", "in-store/key=vienna"
KNOWN = {"email": "ada@example.com", "password": "correct horse"}


@pytest.fixture(autouse=True)
def stores(api):
    for key in ("berlin", "vienna"):
        neighbours.replicas.write(PROJECT, "store", {"id": f"{key}-id", "version": 1, "key": key})


@pytest.fixture
def ada(api):
    return api.post(f"{BERLIN}/customers", KNOWN | {"key": "ada"})["customer"]


def code(api, path, body, status=400, method="POST"):
    return api.refused(status, method, path, json=body)["errors"][0]["code"]


def test_a_store_has_customers_of_its_own(api, a_customer, ada):
    a_customer()
    assert ada["stores"] == [{"typeId": "store", "key": "berlin"}]
    assert api.get(f"{BERLIN}/customers")["results"] == [ada]
    for name in (ada["id"], "key=ada"):
        assert api.get(f"{BERLIN}/customers/{name}") == ada
        assert [api.head(f"{where}/customers/{name}") for where in (BERLIN, VIENNA)] == [200, 404]
    assert [api.head(f"{where}/customers") for where in (BERLIN, VIENNA)] == [200, 404]
    api.refused(404, "GET", f"{VIENNA}/customers/{ada['id']}")


def test_a_customer_may_be_at_home_in_several_stores(api):
    both = api.post(f"{BERLIN}/customers", KNOWN | {"stores": [{"key": "vienna"}, {"key": "berlin"}]})["customer"]
    assert [store["key"] for store in both["stores"]] == ["berlin", "vienna"]
    assert api.get(f"{VIENNA}/customers/{both['id']}") == both
    assert code(api, f"{BERLIN}/customers", KNOWN | {"stores": "vienna"}) == "InvalidJsonInput"


def test_a_stores_customers_sign_in_at_their_store(api, ada):
    assert api.post(f"{BERLIN}/login", KNOWN, status=200)["customer"] == ada
    for path in ("login", f"{VIENNA}/login"):
        assert code(api, path, KNOWN) == "InvalidCredentials"


def test_customers_are_changed_and_deleted_in_their_store_only(api, ada):
    change = {"version": 1, "actions": [{"action": "setVatId", "vatId": "DE1"}]}
    for name in (ada["id"], "key=ada"):
        assert code(api, f"{VIENNA}/customers/{name}", change, 404) == "ResourceNotFound"
        change = change | {"version": api.post(f"{BERLIN}/customers/{name}", change, status=200)["version"]}
        change["actions"] = [{"action": "setVatId", "vatId": "DE2"}]
        api.refused(404, "DELETE", f"{VIENNA}/customers/{name}", query_string={"version": change["version"]})
    gone = api.request("DELETE", f"{BERLIN}/customers/key=ada", query_string={"version": change["version"]})
    assert gone.get_json()["id"] == ada["id"]
    bob = api.post(f"{BERLIN}/customers", KNOWN)["customer"]
    assert api.delete(f"{BERLIN}/customers", bob) == bob


def test_passwords_are_changed_and_reset_at_the_customers_store(api, ada):
    change = {"id": ada["id"], "version": 1, "currentPassword": KNOWN["password"], "newPassword": "second"}
    assert code(api, f"{VIENNA}/customers/password", change, 404) == "ResourceNotFound"
    assert api.post(f"{BERLIN}/customers/password", change, status=200)["version"] == 2
    assert code(api, f"{VIENNA}/customers/password-token", {"email": KNOWN["email"]}, 404) == "ResourceNotFound"
    token = api.post(f"{BERLIN}/customers/password-token", {"email": KNOWN["email"]}, status=200)["value"]
    assert api.get(f"{BERLIN}/customers/password-token={token}")["id"] == ada["id"]
    api.refused(404, "GET", f"{VIENNA}/customers/password-token={token}")
    reset = {"tokenValue": token, "newPassword": "third"}
    assert code(api, f"{VIENNA}/customers/password/reset", reset, 404) == "ResourceNotFound"
    api.post(f"{BERLIN}/customers/password/reset", reset, status=200)
    api.post(f"{BERLIN}/login", KNOWN | {"password": "third"}, status=200)


def test_email_addresses_are_proved_at_the_customers_store(api, ada):
    asked = {"id": ada["id"], "ttlMinutes": 5}
    assert code(api, f"{VIENNA}/customers/email-token", asked, 404) == "ResourceNotFound"
    token = api.post(f"{BERLIN}/customers/email-token", asked, status=200)["value"]
    assert api.get(f"{BERLIN}/customers/email-token={token}")["id"] == ada["id"]
    api.refused(404, "GET", f"{VIENNA}/customers/email-token={token}")
    assert code(api, f"{VIENNA}/customers/email/confirm", {"tokenValue": token}, 404) == "ResourceNotFound"
    assert api.post(f"{BERLIN}/customers/email/confirm", {"tokenValue": token}, status=200)["isEmailVerified"] is True


def test_who_may_work_in_one_store_may_not_in_another(api, ada):
    clerk = of_store(api, "manage_customers:shop:berlin")
    assert clerk.get(f"{BERLIN}/customers")["total"] == 1
    for path in (f"{VIENNA}/customers", "customers", f"{VIENNA}/customers/{ada['id']}", f"customers/{ada['id']}"):
        clerk.refused(403, "GET", path)
    for path in (f"{VIENNA}/login", "login", "customers/password-token"):
        clerk.refused(403, "POST", path, json=KNOWN)


def test_i_am_at_home_in_my_store(api, ada):
    me = of_store(api, "manage_my_profile:shop:berlin", customer_id=ada["id"])
    assert me.get(f"{BERLIN}/me") == ada
    for path in (f"{VIENNA}/me", "me"):
        me.refused(403, "GET", path)
    body = {"version": 1, "actions": [{"action": "setFirstName", "firstName": "Ada"}]}
    assert me.post(f"{BERLIN}/me", body, status=200)["firstName"] == "Ada"
    change = {"version": 2, "currentPassword": KNOWN["password"], "newPassword": "second"}
    assert me.post(f"{BERLIN}/me/password", change, status=200)["version"] == 3
    gone = me.request("DELETE", f"{BERLIN}/me", query_string={"version": 3})
    assert gone.get_json()["id"] == ada["id"]


def test_a_token_for_the_whole_project_shows_me_at_my_store_and_at_no_other(app, api, ada, a_customer):
    me = Api(app, "manage_my_profile", customer_id=ada["id"])
    assert me.get(f"{BERLIN}/me") == me.get("me") == ada
    change = {"version": 1, "actions": [{"action": "setFirstName", "firstName": "Ada"}]}
    me.refused(404, "GET", f"{VIENNA}/me")
    me.refused(404, "POST", f"{VIENNA}/me", json=change)
    me.refused(404, "DELETE", f"{VIENNA}/me", query_string={"version": 1})
    everywhere = a_customer()
    assert Api(app, "manage_my_profile", customer_id=everywhere["id"]).get(f"{VIENNA}/me") == everywhere


def test_a_visitor_signs_up_and_in_at_a_store(api):
    visitor = of_store(api, "manage_my_profile:shop:berlin")
    mine = visitor.post(f"{BERLIN}/me/signup", KNOWN)["customer"]
    assert mine["stores"] == [{"typeId": "store", "key": "berlin"}]
    assert visitor.post(f"{BERLIN}/me/login", KNOWN, status=200) == {"customer": mine}
    assert code(Api(api.app, "manage_my_profile"), f"{VIENNA}/me/login", KNOWN) == "InvalidCredentials"


def test_i_prove_myself_at_my_store(api, ada):
    me = of_store(api, "manage_my_profile:shop:berlin", customer_id=ada["id"])
    abroad = Api(api.app, "manage_my_profile")
    token = {"tokenValue": api.post("customers/email-token", {"id": ada["id"], "ttlMinutes": 5}, status=200)["value"]}
    assert code(abroad, f"{VIENNA}/me/email/confirm", token, 404) == "ResourceNotFound"
    assert me.post(f"{BERLIN}/me/email/confirm", token, status=200)["isEmailVerified"] is True
    value = api.post("customers/password-token", {"email": KNOWN["email"]}, status=200)["value"]
    reset = {"tokenValue": value, "newPassword": "second"}
    assert code(abroad, f"{VIENNA}/me/password/reset", reset, 404) == "ResourceNotFound"
    me.post(f"{BERLIN}/me/password/reset", reset, status=200)


def of_store(api, scope, **who):
    """A client with this one scope."""
    client = Api(api.app, "view_products")
    with api.app.app_context():
        client.token = tokens.issue(Principal("clerk", PROJECT, Scopes((scope,)), **who), 3600)
    return client
