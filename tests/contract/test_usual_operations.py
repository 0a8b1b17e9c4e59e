"""What every resource can do: be created, read, found, looked for, changed and deleted, by id and by key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest

from apps.account.service import service as account
from apps.cart.service import service as cart
from apps.customer.service import service as customer
from apps.order.service import service as order
from apps.product.service import service as product
from common.replicas.recheck import Neighbours
from common.service import Service
from tests.support.api import PROJECT, Api, app_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Usual:
    """A resource, the draft of one, and actions that change it one after the other."""

    service: Service
    path: str
    draft: Mapping[str, Any]
    actions: tuple[Json, ...]
    needs: Mapping[str, tuple[str, Json]] = field(default_factory=dict)
    """field of the draft (with ``[]`` an array) → path and draft of what it refers to, made first"""
    beside: tuple[tuple[str, Json], ...] = ()
    """path and draft of what its actions refer to"""
    knows: tuple[tuple[str, Json], ...] = ()
    """type id and JSON of what its service heard of from others"""


KIND: Json = {"name": "hat", "description": "what is worn on heads"}
TEXT: Json = {"en": "Something else"}
EUR: Json = {"currencyCode": "EUR", "centAmount": 100}
A_CART_DISCOUNT: Json = {
    "name": {"en": "Ten per cent"},
    "value": {"type": "relative", "permyriad": 1000},
    "target": {"type": "lineItems", "predicate": "1 = 1"},
    "cartPredicate": "1 = 1",
    "sortOrder": "0.5",
}
A_GROUP: Json = {"key": "best-of-may", "sortOrder": "0.875"}
BERLIN: Json = {"typeId": "store", "key": "berlin"}
MORE: Json = {"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}
NOTED: Json = {
    "key": "noted",
    "name": {"en": "Noted"},
    "resourceTypeIds": [
        *("cart-discount", "channel", "customer-group", "discount-code", "inventory-entry", "order"),
        *("store", "shipping-method", "shopping-list", "standalone-price"),
    ],
    "fieldDefinitions": [MORE],
}
HEARD: Json = {"id": "noted-id", "version": 1, **NOTED}
CUSTOM: tuple[Json, ...] = (
    {"action": "setCustomType", "type": {"typeId": "type", "key": "noted"}},
    {"action": "setCustomField", "name": "note", "value": "mind the hat"},
)
SIZES: Json = {
    "name": "size",
    "label": {"en": "Size"},
    "required": False,
    "type": {"name": "LocalizedEnum", "values": [{"key": "S", "label": {"en": "small"}}]},
}

RESOURCES = [
    Usual(
        product,
        "product-discounts",
        {
            "name": {"en": "Sale"},
            "value": {"type": "relative", "permyriad": 1000},
            "predicate": "1 = 1",
            "sortOrder": "0.5",
            "isActive": True,
        },
        (
            {"action": "changeName", "name": TEXT},
            {"action": "setDescription", "description": TEXT},
            {"action": "setKey", "key": "sale"},
            {"action": "changeIsActive", "isActive": False},
            {"action": "changePredicate", "predicate": 'sku = "hat"'},
            {"action": "changeSortOrder", "sortOrder": "0.25"},
            {"action": "changeValue", "value": {"type": "absolute", "money": [EUR]}},
            {"action": "setValidFrom", "validFrom": "2026-01-01T00:00:00.000Z"},
            {"action": "setValidUntil", "validUntil": "2027-01-01T00:00:00.000Z"},
            {"action": "setValidFromAndUntil", "validFrom": "2026-06-01T00:00:00.000Z"},
        ),
    ),
    Usual(
        cart,
        "discount-codes",
        {"code": "SAVE10"},
        (
            {"action": "setName", "name": TEXT},
            {"action": "setDescription", "description": TEXT},
            {"action": "setKey", "key": "save-10"},
            {"action": "setCartPredicate", "cartPredicate": 'customer.email = "jane@example.com"'},
            {"action": "changeIsActive", "isActive": False},
            {"action": "changeGroups", "groups": ["newcomers"]},
            {"action": "setMaxApplications", "maxApplications": 5},
            {"action": "setMaxApplicationsPerCustomer", "maxApplicationsPerCustomer": 1},
            {"action": "setValidFrom", "validFrom": "2026-01-01T00:00:00.000Z"},
            {"action": "setValidUntil", "validUntil": "2027-01-01T00:00:00.000Z"},
            {"action": "setValidFromAndUntil", "validFrom": "2026-06-01T00:00:00.000Z"},
            {"action": "changeCartDiscounts", "cartDiscounts": [{"key": "gift"}]},
            *CUSTOM,
        ),
        beside=(("cart-discounts", {**A_CART_DISCOUNT, "key": "gift", "sortOrder": "0.75"}),),
        knows=(("type", HEARD),),
        needs={"cartDiscounts[]": ("cart-discounts", A_CART_DISCOUNT)},
    ),
    Usual(
        cart,
        "cart-discounts",
        A_CART_DISCOUNT,
        (
            {"action": "changeName", "name": TEXT},
            {"action": "setDescription", "description": TEXT},
            {"action": "setKey", "key": "ten-per-cent"},
            {"action": "changeIsActive", "isActive": False},
            {"action": "changeRequiresDiscountCode", "requiresDiscountCode": True},
            {"action": "changeStackingMode", "stackingMode": "StopAfterThisDiscount"},
            {"action": "changeSortOrder", "sortOrder": "0.25"},
            {"action": "changeCartPredicate", "cartPredicate": 'customer.id = "jane"'},
            {"action": "changeTarget", "target": {"type": "shipping"}},
            {"action": "changeValue", "value": {"type": "absolute", "money": [EUR]}},
            {"action": "setValidFrom", "validFrom": "2026-01-01T00:00:00.000Z"},
            {"action": "setValidUntil", "validUntil": "2027-01-01T00:00:00.000Z"},
            {"action": "setValidFromAndUntil", "validFrom": "2026-06-01T00:00:00.000Z"},
            {"action": "setRecurringOrderScope", "recurringOrderScope": {"type": "AnyOrder"}},
            {"action": "addStore", "store": BERLIN},
            {"action": "removeStore", "store": BERLIN},
            {"action": "setStores", "stores": [BERLIN]},
            {"action": "changeTarget", "target": A_CART_DISCOUNT["target"]},
            {"action": "setDiscountGroup", "discountGroup": {"key": "best-of-may"}},
            {"action": "setDiscountGroup", "sortOrder": "0.125"},
            *CUSTOM,
        ),
        beside=(("discount-groups", A_GROUP),),
        knows=(("type", HEARD), ("store", {"id": "berlin-id", "version": 1, "key": "berlin"})),
    ),
    Usual(
        cart,
        "discount-groups",
        {"sortOrder": "0.5"},
        (
            {"action": "setName", "name": TEXT},
            {"action": "setDescription", "description": TEXT},
            {"action": "setIsActive", "isActive": False},
            {"action": "setSortOrder", "sortOrder": "0.25"},
            {"action": "setKey", "key": "another-key"},
        ),
    ),
    Usual(
        product,
        "categories",
        {"name": {"en": "Hats"}, "slug": {"en": "hats"}},
        (
            {"action": "changeName", "name": TEXT},
            {"action": "changeOrderHint", "orderHint": "0.25"},
            {"action": "setDescription", "description": TEXT},
            {"action": "setMetaTitle", "metaTitle": TEXT},
            {"action": "setMetaDescription", "metaDescription": TEXT},
            {"action": "setMetaKeywords", "metaKeywords": TEXT},
        ),
    ),
    Usual(
        product,
        "standalone-prices",
        {"sku": "hat", "value": EUR},
        ({"action": "changeActive", "active": False}, *CUSTOM),
        knows=(("type", HEARD),),
    ),
    Usual(product, "product-types", KIND, ({"action": "changeName", "name": "cap"},)),
    Usual(
        product,
        "tax-categories",
        {"name": "standard", "rates": []},
        (
            {"action": "changeName", "name": "reduced"},
            {"action": "setDescription", "description": "for books"},
            {"action": "setKey", "key": "reduced"},
        ),
    ),
    Usual(
        product,
        "inventory",
        {"sku": "hat", "quantityOnStock": 7},
        (
            {"action": "setRestockableInDays", "restockableInDays": 3},
            {"action": "setKey", "key": "stock-of-hats"},
            {"action": "setReservationExpirationInMinutes", "reservationExpirationInMinutes": 3},
            {"action": "setSupplyChannel", "supplyChannel": {"typeId": "channel", "id": "warehouse"}},
            *CUSTOM,
        ),
        knows=(("type", HEARD), ("channel", {"id": "warehouse", "version": 1, "roles": ["InventorySupply"]})),
    ),
    Usual(
        product,
        "products",
        {"name": {"en": "Bowler"}, "slug": {"en": "bowler"}},
        ({"action": "changeName", "name": TEXT},),
        needs={"productType": ("product-types", KIND)},
    ),
    Usual(
        account,
        "types",
        {"name": {"en": "Box"}, "resourceTypeIds": ["category"]},
        (
            {"action": "changeName", "name": TEXT},
            {"action": "addFieldDefinition", "fieldDefinition": SIZES},
            {"action": "changeFieldDefinitionLabel", "fieldName": "size", "label": TEXT},
            {"action": "addLocalizedEnumValue", "fieldName": "size", "value": {"key": "L", "label": TEXT}},
            {"action": "changeLocalizedEnumValueLabel", "fieldName": "size", "value": {"key": "S", "label": TEXT}},
            {"action": "changeLocalizedEnumValueOrder", "fieldName": "size", "keys": ["L", "S"]},
        ),
    ),
    Usual(
        account,
        "channels",
        {"roles": ["InventorySupply"]},
        (
            {"action": "changeName", "name": TEXT},
            {"action": "changeDescription", "description": TEXT},
            *CUSTOM,
            {"action": "changeKey", "key": "another-key"},
        ),
        beside=(("types", NOTED),),
    ),
    Usual(
        account,
        "states",
        {"type": "LineItemState"},
        (
            {"action": "setName", "name": TEXT},
            {"action": "setDescription", "description": TEXT},
            {"action": "changeInitial", "initial": False},
            {"action": "changeType", "type": "ReviewState"},
            {"action": "addRoles", "roles": ["ReviewIncludedInStatistics"]},
            {"action": "removeRoles", "roles": ["ReviewIncludedInStatistics"]},
            {"action": "setRoles", "roles": ["ReviewIncludedInStatistics"]},
            {"action": "changeKey", "key": "another-key"},
        ),
    ),
    Usual(account, "stores", {}, ({"action": "setName", "name": TEXT}, *CUSTOM), beside=(("types", NOTED),)),
    Usual(
        cart,
        "zones",
        {"name": "Europe"},
        (
            {"action": "changeName", "name": "Abroad"},
            {"action": "setDescription", "description": "far away"},
            {"action": "setKey", "key": "another-key"},
        ),
    ),
    Usual(
        cart,
        "shipping-methods",
        {"name": "Courier", "isDefault": False, "zoneRates": [], "taxCategory": {"id": "goods"}},
        ({"action": "setCarrier", "carrier": "On foot"}, *CUSTOM),
        knows=(("type", HEARD), ("tax-category", {"id": "goods", "version": 1, "rates": []})),
    ),
    Usual(
        cart,
        "shopping-lists",
        {"name": {"en": "Wishes"}},
        (
            {"action": "changeName", "name": TEXT},
            {"action": "setDescription", "description": TEXT},
            {"action": "setSlug", "slug": {"en": "wishes"}},
            {"action": "setAnonymousId", "anonymousId": "somebody"},
            {"action": "setDeleteDaysAfterLastModification", "deleteDaysAfterLastModification": 7},
            *CUSTOM,
            {"action": "setKey", "key": "another-key"},
        ),
        knows=(("type", HEARD),),
    ),
    Usual(cart, "carts", {"currency": "EUR"}, ({"action": "setCustomerEmail", "email": "ada@example.com"},)),
    Usual(
        customer,
        "customer-groups",
        {"groupName": "Hatters"},
        ({"action": "changeName", "name": "Cappers"}, *CUSTOM),
        knows=(("type", HEARD),),
    ),
    Usual(
        order,
        "payments",
        {"amountPlanned": {"currencyCode": "EUR", "centAmount": 1000}},
        (
            {"action": "setExternalId", "externalId": "erp-7"},
            {"action": "setMethodInfoMethod", "method": "CREDIT_CARD"},
            {"action": "setStatusInterfaceText", "interfaceText": "on its way"},
        ),
    ),
]


def neighbours_of(service: Service) -> Neighbours:
    found: Neighbours = import_module(f"apps.{service.name}.neighbours").neighbours
    return found


@pytest.fixture(params=RESOURCES, ids=lambda usual: usual.path)
def usual(request: pytest.FixtureRequest, mongodb: object) -> Usual:
    found: Usual = request.param
    return found


@pytest.fixture
def api(usual: Usual) -> Api:
    return Api(app_of(usual.service))


@pytest.fixture
def made(usual: Usual, api: Api) -> Json:
    for path, draft in usual.beside:
        api.post(path, draft)
    for type_id, json in usual.knows:
        neighbours_of(usual.service).replicas.write(PROJECT, type_id, json)
    references: Json = {}
    for name, (path, draft) in usual.needs.items():
        one = {"id": api.post(path, draft)["id"]}
        references[name.removesuffix("[]")] = [one] if name.endswith("[]") else one
    return api.post(usual.path, {**usual.draft, **references, "key": "the-key"})


def test_it_is_found_by_id_and_key_and_by_looking(usual: Usual, api: Api, made: Json) -> None:
    assert api.get(f"{usual.path}/{made['id']}") == api.get(f"{usual.path}/key=the-key") == made
    page = api.get(usual.path, where='key="the-key"')
    assert (page["count"], page["results"]) == (1, [made])


def test_head_says_whether_it_is_there(usual: Usual, api: Api, made: Json) -> None:
    there = [f"{usual.path}/{made['id']}", f"{usual.path}/key=the-key"]
    assert [api.head(path) for path in there] == [200, 200]
    assert [api.head(f"{usual.path}/{name}") for name in ("no-such-id", "key=no-such-key")] == [404, 404]
    assert api.head(usual.path, where='key="the-key"') == 200
    assert api.head(usual.path, where='key="another"') == 404


def test_each_action_raises_its_version(usual: Usual, api: Api, made: Json) -> None:
    now = made
    for number, action in enumerate(usual.actions, start=2):
        now = api.update(usual.path, now, action)
        assert now["version"] == number, action


def test_it_is_changed_and_deleted_by_key(usual: Usual, api: Api, made: Json) -> None:
    body = {"version": 1, "actions": [usual.actions[0]]}
    changed = api.post(f"{usual.path}/key=the-key", body, status=200)
    assert changed["version"] == 2
    gone = api.request("DELETE", f"{usual.path}/key=the-key", query_string={"version": 2})
    assert (gone.status_code, gone.get_json()["id"]) == (200, made["id"])
    api.refused(404, "GET", f"{usual.path}/{made['id']}")


def test_it_is_deleted_by_id(usual: Usual, api: Api, made: Json) -> None:
    assert api.delete(usual.path, made)["id"] == made["id"]
    assert api.head(f"{usual.path}/key=the-key") == 404


def test_what_it_does_not_have_cannot_be_asked_for(usual: Usual, api: Api) -> None:
    for question in ({"where": "colour = 1"}, {"where": "id(x = 1)"}, {"sort": "colour"}, {"sort": "_outbox"}):
        refused = api.refused(400, "GET", usual.path, query_string=question)
        assert refused["errors"][0]["code"] == "InvalidInput"
