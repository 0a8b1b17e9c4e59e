"""Customers over HTTP: signing up, what is unique, what never leaves the service."""

import json

import pytest

from apps.customer.customers.document import Customer
from apps.customer.neighbours import neighbours
from common.auth import internal_headers
from common.resources.document import collection_of
from tests.support.api import PROJECT, Api

ADDRESSES = [{"country": "DE", "city": "Berlin", "key": "home"}, {"country": "FR", "city": "Paris", "id": "mine"}]


def at_rest(customer):
    return collection_of(Customer).find_one({"_id": customer["id"]})


def test_a_new_customer_reads_as_signed_up(api, a_customer):
    ann = a_customer(key="ann", firstName="Ann", dateOfBirth="1990-02-28", locale="de-CH", customerNumber="7")
    assert (ann["version"], ann["isEmailVerified"], ann["authenticationMode"]) == (1, False, "Password")
    assert ann["addresses"] == ann["stores"] == ann["shippingAddressIds"] == ann["customerGroupAssignments"] == []
    assert ann == api.get(f"customers/{ann['id']}") == api.get("customers/key=ann")
    assert api.get("customers", where='firstName = "Ann"')["results"] == [ann]
    assert api.head(f"customers/{ann['id']}") == api.head("customers", where="email is defined") == 200
    assert api.delete("customers", ann) == ann
    assert api.head("customers/key=ann") == 404


def test_the_password_stays_here(api, a_customer):
    ann = a_customer(password="correct horse")
    kept = at_rest(ann)
    assert kept["_password"].startswith("$argon2id$")
    assert "correct horse" not in json.dumps(kept, default=str)
    told = json.dumps([ann, [entry.get("message") for entry in kept["_outbox"]]])
    assert '"password"' not in told
    assert "argon2" not in told
    question = {"projectKey": api.project, "typeId": "customer", "ids": [ann["id"]]}
    for path in ("resources", "pages"):
        answer = api.client.post(f"/internal/{path}", json=question, headers=internal_headers())
        assert ann["id"] in answer.text
        assert "argon2" not in answer.text
    refused = api.refused(400, "GET", "customers", query_string={"where": '_password = "x"'})
    assert refused["errors"][0]["code"] == "InvalidInput"


def test_a_customer_is_found_however_the_email_address_is_written(api, a_customer):
    ann = a_customer(email="Ann@Example.com")
    assert api.get("customers", where='email = "ann@example.com"')["count"] == 0
    [found] = api.get("customers", where='lowercaseEmail = "ann@example.com"')["results"]
    assert found == ann
    assert api.get("customers", where="lowercaseEmail in :emails", **{"var.emails": "ann@example.com"})["count"] == 1


def test_one_email_address_has_one_customer_however_it_is_written(api, a_customer):
    ann = a_customer(email="Ann@Example.com")
    again = {"email": "aNN@example.COM", "password": "x"}
    [error] = api.refused(400, "POST", "customers", json=again)["errors"]
    assert (error["code"], error["field"]) == ("DuplicateField", "email")
    assert ann["email"] == "Ann@Example.com"
    api.delete("customers", ann)
    assert api.post("customers", again)["customer"]["email"] == "aNN@example.COM"


@pytest.mark.parametrize("field", ["key", "customerNumber"])
def test_keys_and_numbers_are_unique(api, a_customer, field):
    a_customer(**{field: "one"})
    draft = {"email": "other@example.com", "password": "x", field: "one"}
    [error] = api.refused(400, "POST", "customers", json=draft)["errors"]
    assert (error["code"], error["field"], error["duplicateValue"]) == ("DuplicateField", field, "one")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"email": "ann @example.com"}, "InvalidJsonInput"),
        ({"email": ""}, "InvalidJsonInput"),
        ({"email": "a" * 255}, "InvalidJsonInput"),
        ({"password": None}, "RequiredField"),
        ({"password": "x" * 257}, "InvalidJsonInput"),
        ({"dateOfBirth": "1990-02-30"}, "InvalidJsonInput"),
        ({"defaultShippingAddress": 1, "addresses": [{"country": "DE"}]}, "InvalidField"),
        ({"billingAddresses": [-1], "addresses": [{"country": "DE"}]}, "InvalidField"),
        ({"addresses": [ADDRESSES[0], ADDRESSES[0]]}, "DuplicateField"),
        ({"customerGroup": {"typeId": "customer-group", "key": "nobody"}}, "ReferencedResourceNotFound"),
        ({"stores": [{"typeId": "store", "key": "berlin"}]}, "ReferencedResourceNotFound"),
        ({"anonymousCart": {"typeId": "cart"}}, "InvalidJsonInput"),
    ],
)
def test_what_is_not_sound_is_refused(api, wrong, code):
    draft = {"email": "ann@example.com", "password": "correct horse"} | wrong
    assert api.refused(400, "POST", "customers", json=draft)["errors"][0]["code"] == code
    assert api.get("customers")["total"] == 0


def test_an_email_address_is_taken_as_it_is_given(api, a_customer):
    ann = a_customer(email="ann-without-a-host")
    signed_in = api.post("login", {"email": "ANN-without-a-host", "password": "correct horse"}, status=200)
    assert signed_in["customer"]["id"] == ann["id"]


def test_addresses_get_ids_of_ours_and_drafts_name_them_by_their_place(a_customer):
    ann = a_customer(addresses=ADDRESSES, defaultShippingAddress=1, shippingAddresses=[0], defaultBillingAddress=0)
    home, paris = (address["id"] for address in ann["addresses"])
    assert paris != "mine"
    assert (ann["defaultShippingAddressId"], ann["shippingAddressIds"]) == (paris, [home, paris])
    assert (ann["defaultBillingAddressId"], ann["billingAddressIds"]) == (home, [home])


def test_somebody_else_may_authenticate(api, a_customer, changed):
    ann = api.post("customers", {"email": "ann@example.com", "authenticationMode": "ExternalAuth"})["customer"]
    assert "_password" not in at_rest(ann)
    ann = changed(ann, {"action": "setAuthenticationMode", "authMode": "Password", "password": "new"})
    assert who(api, "ann@example.com", "new") == ann["id"]
    ann = changed(ann, {"action": "setAuthenticationMode", "authMode": "ExternalAuth"})
    assert who(api, "ann@example.com", "new") is None


def test_only_those_who_may_see_customers_do(app, a_customer):
    a_customer()
    viewer = Api(app, "view_customers")
    assert viewer.get("customers")["total"] == 1
    viewer.refused(403, "POST", "customers", json={"email": "b@example.com", "password": "x"})
    Api(app, "manage_my_profile").refused(403, "GET", "customers")


def test_a_sign_up_can_be_answered_with_what_it_points_to(api):
    group = api.post("customer-groups", {"groupName": "Trade", "key": "trade"})
    draft = {"email": "a@example.com", "password": "x", "customerGroup": {"typeId": "customer-group", "key": "trade"}}
    ann = api.post("customers", draft, expand="customer.customerGroup")["customer"]
    assert ann["customerGroup"] == {"typeId": "customer-group", "id": group["id"], "obj": group}
    assert (
        api.refused(400, "DELETE", f"customer-groups/{group['id']}", query_string={"version": 1})["errors"][0]["code"]
        == "ReferenceExists"
    )


def who(api, email, password, store=None, project=None):
    """What account would be told."""
    shown = {"projectKey": project or api.project, "email": email, "password": password, "storeKey": store}
    answer = api.client.post("/internal/customers/authenticate", json=shown, headers=internal_headers())
    assert answer.status_code == 200
    return answer.get_json()["customerId"]


def test_account_learns_who_shows_the_right_password(api, a_customer):
    ann = a_customer(email="Ann@example.com", password="correct horse")
    assert who(api, "ann@EXAMPLE.com", "correct horse") == ann["id"]
    assert who(api, "ann@example.com", "Correct horse") is None
    assert who(api, "bob@example.com", "correct horse") is None
    assert who(api, "ann@example.com", "correct horse", project="other-shop") is None
    assert who(api, "ann@example.com", "correct horse", store="berlin") is None


def test_a_letter_that_only_looks_like_another_is_another(api, a_customer):
    mike = a_customer(email="mike@example.com", password="x")
    assert who(api, "mi\u212ae@example.com", "x") is None
    assert a_customer(email="mi\u212ae@example.com")["id"] != mike["id"]


def test_a_custom_object_is_shown_with_the_customer_who_refers_to_it(api, a_customer):
    reference = {"name": "Reference", "referenceTypeId": "key-value-document"}
    field = {"name": "badge", "label": {"en": "Badge"}, "required": False, "type": reference}
    badged = {"id": "t", "version": 1, "key": "badged", "resourceTypeIds": ["customer"], "fieldDefinitions": [field]}
    badge = {"id": "gold", "version": 1, "container": "badges", "key": "gold", "value": {"since": 2026}}
    neighbours.replicas.write(PROJECT, "type", badged)
    neighbours.replicas.write(PROJECT, "key-value-document", badge)
    worn = {"badge": {"typeId": "key-value-document", "id": "gold"}}
    ann = a_customer(custom={"type": {"key": "badged"}, "fields": worn})
    shown = api.get(f"customers/{ann['id']}", expand="custom.fields.badge")
    assert shown["custom"]["fields"]["badge"]["obj"] == badge
