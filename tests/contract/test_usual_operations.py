"""What every resource can do: be created, read, found, looked for, changed and deleted, by id and by key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from apps.account.service import service as account
from apps.cart.service import service as cart
from apps.customer.service import service as customer
from apps.product.service import service as product
from common.service import Service
from tests.support.api import Api, app_of

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

RESOURCES = [
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
        ),
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
        ({"action": "setRestockableInDays", "restockableInDays": 3}, {"action": "setKey", "key": "stock-of-hats"}),
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
        ({"action": "changeName", "name": TEXT},),
    ),
    Usual(account, "channels", {"roles": ["InventorySupply"]}, ({"action": "changeName", "name": TEXT},)),
    Usual(account, "states", {"type": "LineItemState"}, ({"action": "setName", "name": TEXT},)),
    Usual(cart, "carts", {"currency": "EUR"}, ({"action": "setCustomerEmail", "email": "ada@example.com"},)),
    Usual(customer, "customer-groups", {"groupName": "Hatters"}, ({"action": "changeName", "name": "Cappers"},)),
]


@pytest.fixture(params=RESOURCES, ids=lambda usual: usual.path)
def usual(request: pytest.FixtureRequest, mongodb: object) -> Usual:
    found: Usual = request.param
    return found


@pytest.fixture
def api(usual: Usual) -> Api:
    return Api(app_of(usual.service))


@pytest.fixture
def made(usual: Usual, api: Api) -> Json:
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
