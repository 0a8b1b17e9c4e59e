"""What may be done to a customer, and what he tells of it."""

import pytest

from apps.customer.neighbours import neighbours
from tests.support.api import PROJECT

HOME = {"country": "DE", "city": "Berlin", "key": "home"}
OFFICE = {"country": "DE", "city": "Potsdam", "key": "office"}


@pytest.fixture
def ann(a_customer):
    return a_customer(addresses=[HOME, OFFICE])


@pytest.mark.parametrize(
    ("action", "field", "message", "value"),
    [
        ("setFirstName", "firstName", "CustomerFirstNameSet", "Ann"),
        ("setLastName", "lastName", "CustomerLastNameSet", "Lee"),
        ("setTitle", "title", "CustomerTitleSet", "Dr."),
        ("setCompanyName", "companyName", "CustomerCompanyNameSet", "Hats"),
        ("setExternalId", "externalId", "CustomerExternalIdSet", "x-1"),
        ("setDateOfBirth", "dateOfBirth", "CustomerDateOfBirthSet", "1990-01-31"),
        ("setMiddleName", "middleName", None, "B."),
        ("setSalutation", "salutation", None, "Ms"),
        ("setVatId", "vatId", None, "DE1"),
        ("setLocale", "locale", None, "de"),
        ("setKey", "key", None, "ann"),
    ],
)
def test_a_field_is_set_and_cleared(ann, changed, told, action, field, message, value):
    with_it = changed(ann, {"action": action, field: value})
    assert with_it[field] == value
    without = changed(with_it, {"action": action})
    assert (field in without, without["version"]) == (False, 3)
    assert [(one["type"], one.get(field)) for one in told(ann)] == (
        [(message, value), (message, None)] if message else []
    )


def test_nothing_new_is_nothing_to_tell(ann, changed, told):
    action = {"action": "setFirstName", "firstName": "Ann"}
    assert changed(ann, action, action)["version"] == 2
    assert len(told(ann)) == 1


def test_a_new_email_address_is_not_verified_and_the_old_one_is_free(a_customer, changed, told):
    ann = a_customer(email="ann@example.com", isEmailVerified=True)
    ann = changed(ann, {"action": "changeEmail", "email": "lee@example.com"})
    assert (ann["email"], ann["isEmailVerified"]) == ("lee@example.com", False)
    [message] = told(ann)
    assert (message["type"], message["oldEmail"]) == ("CustomerEmailChanged", "ann@example.com")
    a_customer(email="ANN@example.com")


def test_an_email_address_cannot_be_taken_from_another(api, ann, a_customer):
    a_customer(email="bob@example.com")
    body = {"version": ann["version"], "actions": [{"action": "changeEmail", "email": "Bob@example.com"}]}
    [error] = api.refused(400, "POST", f"customers/{ann['id']}", json=body)["errors"]
    assert (error["code"], error["field"]) == ("DuplicateField", "email")


def test_a_customer_number_is_for_good(api, ann, changed):
    ann = changed(ann, {"action": "setCustomerNumber", "customerNumber": "7"})
    for other in ({"customerNumber": "8"}, {}):
        refused(api, ann, "InvalidOperation", {"action": "setCustomerNumber"} | other)


def test_addresses_come_change_and_go(ann, changed, told):
    home = ann["addresses"][0]["id"]
    ann = changed(
        ann,
        {"action": "addAddress", "address": {"country": "FR", "key": "summer"}},
        {"action": "changeAddress", "addressKey": "home", "address": {"country": "DE", "city": "Bonn"}},
        {"action": "addShippingAddressId", "addressId": home},
        {"action": "setDefaultBillingAddress", "addressId": home},
    )
    assert [one.get("key") for one in ann["addresses"]] == [None, "office", "summer"]
    assert ann["addresses"][0] == {"id": home, "country": "DE", "city": "Bonn"}
    assert (ann["shippingAddressIds"], ann["billingAddressIds"]) == ([home], [home])
    ann = changed(ann, {"action": "removeAddress", "addressId": home})
    assert (ann["shippingAddressIds"], ann["billingAddressIds"]) == ([], [])
    assert "defaultBillingAddressId" not in ann
    messages = told(ann)
    assert [one["type"] for one in messages] == [
        "CustomerAddressAdded",
        "CustomerAddressChanged",
        "CustomerShippingAddressAdded",
        "CustomerDefaultBillingAddressSet",
        "CustomerAddressRemoved",
    ]
    assert (messages[1]["addressRoles"], messages[4]["addressRoles"]) == ([], ["Shipping", "Billing"])


@pytest.mark.parametrize("role", ["Shipping", "Billing"])
def test_an_address_gets_a_use_and_loses_it(api, ann, changed, told, role):
    ids, default, office = f"{role.lower()}AddressIds", f"default{role}AddressId", ann["addresses"][1]["id"]
    ann = changed(
        ann,
        {"action": f"add{role}AddressId", "addressKey": "home"},
        {"action": f"setDefault{role}Address", "addressKey": "office"},
    )
    assert (len(ann[ids]), ann[default]) == (2, office)
    ann = changed(ann, {"action": f"setDefault{role}Address"})
    assert (len(ann[ids]), default in ann) == (2, False)
    ann = changed(
        ann,
        {"action": f"setDefault{role}Address", "addressId": office},
        {"action": f"remove{role}AddressId", "addressId": office},
    )
    assert (len(ann[ids]), default in ann) == (1, False)
    refused(api, ann, "InvalidInput", {"action": f"remove{role}AddressId", "addressId": office})
    told_of = [one["type"] for one in told(ann)]
    assert told_of == [
        f"Customer{role}AddressAdded",
        *[f"CustomerDefault{role}AddressSet"] * 3,
        f"Customer{role}AddressRemoved",
    ]


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"action": "addAddress", "address": HOME}, "DuplicateField"),
        ({"action": "changeAddress", "addressKey": "home", "address": OFFICE}, "DuplicateField"),
        ({"action": "removeAddress", "addressId": "nowhere"}, "InvalidInput"),
        ({"action": "removeAddress"}, "InvalidJsonInput"),
        ({"action": "addShippingAddressId", "addressId": "x", "addressKey": "home"}, "InvalidJsonInput"),
    ],
)
def test_an_address_that_cannot_be_is_refused(api, ann, action, code):
    refused(api, ann, code, action)


def test_groups_are_set_and_assigned(api, ann, changed, told):
    one, other = (
        {"typeId": "customer-group", "id": api.post("customer-groups", {"groupName": name})["id"]} for name in "ab"
    )
    ann = changed(
        ann,
        {"action": "setCustomerGroup", "customerGroup": one},
        {"action": "setCustomerGroupAssignments", "customerGroupAssignments": [{"customerGroup": one}]},
        {"action": "addCustomerGroupAssignment", "customerGroupAssignment": {"customerGroup": other}},
        {"action": "removeCustomerGroupAssignment", "customerGroup": one},
    )
    assert (ann["customerGroup"], ann["customerGroupAssignments"]) == (one, [{"customerGroup": other}])
    assert [message["type"] for message in told(ann)] == [
        "CustomerGroupSet",
        "CustomerGroupAssignmentsSet",
        "CustomerGroupAssignmentAdded",
        "CustomerGroupAssignmentRemoved",
    ]
    refused(api, ann, "InvalidInput", {"action": "removeCustomerGroupAssignment", "customerGroup": one})
    assert "customerGroup" not in changed(ann, {"action": "setCustomerGroup"})


def test_custom_fields_are_kept_and_told(ann, changed, told, a_type):
    notes = a_type("customer", "address")
    at = {"addressId": ann["addresses"][0]["id"]}
    for of, where in (("", {}), ("Address", at)):
        ann = changed(
            ann,
            {"action": f"set{of}CustomType", "type": notes, "fields": {}, **where},
            {"action": f"set{of}CustomField", "name": "note", "value": "a", **where},
            {"action": f"set{of}CustomField", "name": "note", "value": "b", **where},
        )
        assert (ann["addresses"][0] if of else ann)["custom"]["fields"] == {"note": "b"}
        ann = changed(
            ann,
            {"action": f"set{of}CustomField", "name": "note", **where},
            {"action": f"set{of}CustomType", **where},
        )
        assert "custom" not in (ann["addresses"][0] if of else ann)
    endings = ["TypeSet", "FieldAdded", "FieldChanged", "FieldRemoved", "TypeRemoved"]
    expected = [f"Customer{of}Custom{ending}" for of in ("", "Address") for ending in endings]
    assert [message["type"] for message in told(ann)] == expected


def refused(api, customer, code, action):
    body = {"version": customer["version"], "actions": [action]}
    assert api.refused(400, "POST", f"customers/{customer['id']}", json=body)["errors"][0]["code"] == code


def test_a_customer_belongs_to_stores(api, ann, changed, told):
    for key in ("berlin", "vienna"):
        neighbours.replicas.write(PROJECT, "store", {"id": f"{key}-id", "version": 1, "key": key})
    berlin, vienna = ({"typeId": "store", "key": key} for key in ("berlin", "vienna"))
    ann = changed(ann, {"action": "addStore", "store": berlin}, {"action": "addStore", "store": vienna})
    assert ann["stores"] == [berlin, vienna]
    ann = changed(ann, {"action": "removeStore", "store": berlin}, {"action": "setStores", "stores": [berlin]})
    assert ann["stores"] == [berlin]
    assert (told(ann)[-1]["type"], told(ann)[-1]["oldStores"]) == ("CustomerStoresSet", [vienna])
    assert api.get("customers", where='stores(key = "berlin")')["count"] == 1
    api.refused(400, "POST", "login", json={"email": ann["email"], "password": "correct horse"})


def test_a_customer_speaks_the_projects_languages(api, ann):
    neighbours.replicas.write(PROJECT, "project", {"id": PROJECT, "version": 1, "languages": ["en"]})
    french = {"version": 1, "actions": [{"action": "setLocale", "locale": "fr"}]}
    assert api.refused(400, "POST", f"customers/{ann['id']}", json=french)["errors"][0]["code"] == "InvalidField"


def test_a_customer_is_changed_and_deleted_by_key(api, a_customer):
    a_customer(key="ann")
    assert [api.head(f"customers/key={key}") for key in ("ann", "bob")] == [200, 404]
    body = {"version": 1, "actions": [{"action": "setVatId", "vatId": "DE1"}]}
    assert api.post("customers/key=ann", body, status=200)["vatId"] == "DE1"
    assert api.request("DELETE", "customers/key=ann", query_string={"version": 2}).status_code == 200
    assert api.head("customers/key=ann") == 404
