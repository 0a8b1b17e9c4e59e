"""Projects: their keys, their settings, their end; and their API clients."""

import pytest

from apps.account.api_clients.document import ApiClient
from apps.account.projects.keys import taken_by_paths
from common.resources.document import collection_of
from common.services import table

PROJECTS = "/api/account/projects"

QUIET = {"enabled": False, "deleteDaysAfterCreation": 3}
NINE_DAYS = {"deleteDaysAfterLastModification": 9}
BEST_DEAL = {"discountCombinationMode": "BestDeal"}
KEPT = {"releaseExpiredReservations": False}
FIVE_MINUTES = {"releaseExpiredReservations": True, "reservationExpirationInMinutes": 5}
BY_VALUE = {"type": "CartValue"}
BY_CLASS = {"type": "CartClassification", "values": [{"key": "heavy", "label": {"en": "Heavy"}}]}
ACTIVE_UNITS = {"myBusinessUnitStatusOnCreation": "Active"}


def test_a_project_is_born_with_settings_that_work(ann, program):
    project = program.get("/shop")
    assert project["key"] == "shop"
    assert project["name"] == "Ann's shop"
    assert project["version"] == 1
    assert project["currencies"]
    assert project["languages"]
    assert project["carts"]["taxRoundingMode"] == "HalfEven"
    assert project["messages"] == {"enabled": True, "deleteDaysAfterCreation": 15}
    assert "id" not in project


def test_a_project_can_be_asked_for_by_head(program):
    assert program.call("HEAD", "/shop").status_code == 200


def test_a_project_is_closed_to_other_projects_tokens(ann, program):
    ann.post(PROJECTS, {"key": "other-shop"}, status=201)
    assert program.get("/other-shop", status=403)["error"] == "insufficient_scope"


def test_a_projects_settings_need_their_own_permission(a_program):
    reader = a_program("view_products:shop")
    assert reader.get("/shop", status=403)["errors"][0]["code"] == "insufficient_scope"


@pytest.mark.parametrize(
    ("action", "field", "value", "seen"),
    [
        ("changeName", "name", "Hats", {"name": "Hats"}),
        ("changeCountries", "countries", ["FR"], {"countries": ["FR"]}),
        ("changeCurrencies", "currencies", ["CHF"], {"currencies": ["CHF"]}),
        ("changeLanguages", "languages", ["fr", "fr-CH"], {"languages": ["fr", "fr-CH"]}),
        ("changeMessagesConfiguration", "messagesConfiguration", QUIET, {"messages": QUIET}),
        ("changeMessagesEnabled", "messagesEnabled", False, {"messages": QUIET | {"deleteDaysAfterCreation": 15}}),
        ("changeShoppingListsConfiguration", "shoppingListsConfiguration", NINE_DAYS, {"shoppingLists": NINE_DAYS}),
        ("setDiscountsConfiguration", "discountsConfiguration", BEST_DEAL, {"discounts": BEST_DEAL}),
        ("setReleaseExpiredReservations", "releaseExpiredReservations", False, {"inventory": KEPT}),
        ("setReservationExpirationInMinutes", "reservationExpirationInMinutes", 5, {"inventory": FIVE_MINUTES}),
        ("setShippingRateInputType", "shippingRateInputType", BY_VALUE, {"shippingRateInputType": BY_VALUE}),
        ("setShippingRateInputType", "shippingRateInputType", BY_CLASS, {"shippingRateInputType": BY_CLASS}),
        ("changeMyBusinessUnitStatusOnCreation", "status", "Active", {"businessUnits": ACTIVE_UNITS}),
    ],
)
def test_a_setting_can_be_changed(program, action, field, value, seen):
    changed = program.post("/shop", {"version": 1, "actions": [{"action": action, field: value}]}, status=200)
    assert changed["version"] == 2
    assert {name: changed[name] for name in seen} == seen
    assert program.get("/shop") == changed


@pytest.mark.parametrize(
    ("action", "name", "value"),
    [
        ("changeCountryTaxRateFallbackEnabled", "countryTaxRateFallbackEnabled", True),
        ("changePriceRoundingMode", "priceRoundingMode", "HalfUp"),
        ("changeTaxRoundingMode", "taxRoundingMode", "HalfDown"),
    ],
)
def test_one_setting_of_the_carts_leaves_the_others(program, action, name, value):
    before = program.get("/shop")["carts"]
    changed = program.post("/shop", {"version": 1, "actions": [{"action": action, name: value}]}, status=200)
    assert changed["carts"] == before | {name: value}


def test_all_settings_of_the_carts_can_be_changed_at_once(program):
    configuration = {"deleteDaysAfterLastModification": 7, "taxRoundingMode": "HalfUp"}
    action = {"action": "changeCartsConfiguration", "cartsConfiguration": configuration}
    carts = program.post("/shop", {"version": 1, "actions": [action]}, status=200)["carts"]
    assert {name: carts[name] for name in configuration} == configuration


@pytest.mark.parametrize(
    ("action", "what"),
    [
        ({"action": "changeProductSearchIndexingEnabled", "enabled": True}, "products"),
        ({"action": "changeProductSearchIndexingEnabled", "enabled": True, "mode": "ProductsSearch"}, "productsSearch"),
        ({"action": "changeOrderSearchStatus", "status": "Activated"}, "orders"),
        ({"action": "changeCustomerSearchStatus", "status": "Activated"}, "customers"),
        ({"action": "changeBusinessUnitSearchStatus", "status": "Activated"}, "businessUnits"),
    ],
)
def test_what_is_to_be_searchable_is_kept(program, action, what):
    changed = program.post("/shop", {"version": 1, "actions": [action]}, status=200)
    assert changed["searchIndexing"][what]["status"] == "Activated"
    again = program.post("/shop", {"version": 2, "actions": [action]}, status=200)
    assert again["version"] == 2


def test_a_language_of_a_store_stays(program):
    store = program.post("/shop/stores", {"key": "berlin", "languages": ["de"]}, status=201)
    body = {"version": 1, "actions": [{"action": "changeLanguages", "languages": ["en"]}]}
    assert program.post("/shop", body, status=400)["errors"][0]["code"] == "LanguageUsedInStores"
    silent = {"version": 1, "actions": [{"action": "setLanguages"}]}
    program.post(f"/shop/stores/{store['id']}", silent, status=200)
    assert program.post("/shop", body, status=200)["languages"] == ["en"]


def test_classes_of_carts_need_distinct_keys(program):
    twice = BY_CLASS | {"values": BY_CLASS["values"] * 2}
    for wanted in (twice, {"type": "CartClassification"}, BY_VALUE | {"values": BY_CLASS["values"]}):
        action = {"action": "setShippingRateInputType", "shippingRateInputType": wanted}
        program.post("/shop", {"version": 1, "actions": [action]}, status=400)


def test_a_stale_version_changes_nothing(program):
    action = {"action": "changeName", "name": "Hats"}
    assert program.post("/shop", {"version": 7, "actions": [action]}, status=409)["errors"][0]["currentVersion"] == 1


def test_a_project_without_a_currency_is_refused(program):
    action = {"action": "changeCurrencies", "currencies": []}
    program.post("/shop", {"version": 1, "actions": [action]}, status=400)


@pytest.mark.parametrize("key", ["", "a", "a" * 37, "Shop", "my shop", "shop/hats", "key=shop", "..", "shop\n", "büro"])
def test_what_cannot_stand_in_a_path_is_no_key(ann, key):
    assert ann.post(PROJECTS, {"key": key}, status=400)["errors"][0]["code"] == "InvalidField"


def test_first_segments_of_our_paths_are_no_keys(ann):
    assert taken_by_paths() >= {root.split("/")[0] for service in table().services for root in service.roots}
    for key in sorted(taken_by_paths()):
        assert ann.post(PROJECTS, {"key": key}, status=400)["errors"][0]["code"] == "InvalidField"


def test_a_key_belongs_to_one_project(ann, a_person):
    refused = a_person().post(PROJECTS, {"key": "shop"}, status=400)
    assert refused["errors"][0] == {
        "code": "DuplicateField",
        "message": "A duplicate value shop exists for field key.",
        "field": "key",
        "duplicateValue": "shop",
    }
    ann.post(PROJECTS, {"key": "shop"}, status=400)


def test_projects_come_in_pages(ann):
    for key in ("apron", "belt", "coat"):
        ann.post(PROJECTS, {"key": key}, status=201)
    page = ann.get(f"{PROJECTS}?sort=key desc&limit=2&offset=1")
    assert [project["key"] for project in page["results"]] == ["coat", "belt"]
    assert (page["limit"], page["offset"], page["count"], page["total"]) == (2, 1, 2, 4)
    ann.get(f"{PROJECTS}?limit=501", status=400)
    ann.get(f"{PROJECTS}?sort=_owner", status=400)
    ann.get(f"{PROJECTS}?sort=nonsense", status=400)


def test_with_a_project_its_tokens_end(ann, program):
    token = program.token()
    ann.delete(f"{PROJECTS}/shop")
    assert program.call("GET", "/shop", token=token).status_code == 401
    program.asks(status=401, grant_type="client_credentials")


def test_the_key_of_a_project_that_ended_comes_to_nobody(ann, a_person):
    ann.delete(f"{PROJECTS}/shop")
    for person in (ann, a_person()):
        assert person.post(PROJECTS, {"key": "shop"}, status=400)["errors"][0]["code"] == "DuplicateField"


def test_the_secret_of_a_client_is_shown_once(program):
    made = program.post("/shop/api-clients", {"name": "reader", "scope": "view_products:shop"})
    assert len(made["secret"]) >= 32
    again = program.get(f"/shop/api-clients/{made['id']}")
    assert again == {name: value for name, value in made.items() if name != "secret"}
    assert [
        program.call("HEAD", f'/shop/api-clients?where=name="{name}"').status_code for name in ("reader", "nobody")
    ] == [200, 404]
    listed = program.get('/shop/api-clients?where=name="reader"')
    assert listed["results"] == [again]
    assert "secret" not in repr(listed).lower()


def test_a_client_says_what_its_draft_said(program):
    draft = {
        "name": "short lived",
        "scope": "view_products:shop view_orders:shop:berlin",
        "deleteDaysAfterCreation": 3,
        "accessTokenValiditySeconds": 3600,
        "refreshTokenValiditySeconds": 60,
    }
    made = program.post("/shop/api-clients", draft)
    shared = draft.keys() - {"deleteDaysAfterCreation"}
    assert {name: made[name] for name in shared} == {name: draft[name] for name in shared}
    assert made["deleteAt"] > made["createdAt"]


@pytest.mark.parametrize(
    "draft",
    [
        {"name": "n"},
        {"scope": "view_products:shop"},
        {"name": "n", "scope": ""},
        {"name": "n", "scope": " "},
        {"name": "n", "scope": "view_products"},
        {"name": "n", "scope": "view_products:other-shop"},
        {"name": "n", "scope": "customer_id:x"},
        {"name": "n", "scope": "view_products:shop", "accessTokenValiditySeconds": 1},
        {"name": "n", "scope": "view_products:shop", "accessTokenValiditySeconds": 604801},
        {"name": "n", "scope": "view_products:shop", "deleteDaysAfterCreation": 0},
    ],
)
def test_a_client_that_makes_no_sense_is_refused(program, draft):
    program.post("/shop/api-clients", draft, status=400)


def test_a_clients_last_use_is_noted_by_the_day(program):
    program.token()
    assert len(program.get(f"/shop/api-clients/{program.id}")["lastUsedAt"]) == 10


def test_clients_can_be_asked_for_by_head(program):
    assert program.call("HEAD", f"/shop/api-clients/{program.id}").status_code == 200
    assert program.call("HEAD", "/shop/api-clients/unknown").status_code == 404
    assert program.call("HEAD", '/shop/api-clients?where=name="unknown"').status_code == 404


def test_a_deleted_client_takes_its_tokens_with_it(program, a_program):
    doomed = a_program("view_project_settings:shop create_anonymous_token:shop")
    token = doomed.token()
    refresh = doomed.asks("/oauth/shop/anonymous/token", grant_type="client_credentials")["refresh_token"]
    doomed.get("/shop", token=token)
    program.delete(f"/shop/api-clients/{doomed.id}")
    program.get(f"/shop/api-clients/{doomed.id}", status=404)
    doomed.asks(status=401, grant_type="refresh_token", refresh_token=refresh)
    assert program.asks("/oauth/introspect", token=token) == {"active": False}
    program.delete(f"/shop/api-clients/{doomed.id}", status=404)


def test_a_client_is_made_by_who_may_manage_clients(a_program):
    reader = a_program("manage_products:shop view_api_clients:shop")
    reader.post("/shop/api-clients", {"name": "n", "scope": "manage_project:shop"}, status=403)
    assert reader.get("/shop/api-clients")["count"] == 1


def test_a_client_is_over_on_the_day_that_was_set(a_program, app):
    brief = a_program(deleteDaysAfterCreation=1)
    assert brief.asks(grant_type="client_credentials")["expires_in"] <= 86400
    collection_of(ApiClient).update_one({"_id": brief.id}, {"$set": {"deleteAt": "2020-01-01T00:00:00.000Z"}})
    brief.asks(status=401, grant_type="client_credentials")
