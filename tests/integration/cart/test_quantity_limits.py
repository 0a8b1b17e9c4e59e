"""How much of a sku a line may hold, by what its stock entry says."""

import pytest

from apps.cart.neighbours import neighbours
from apps.product.neighbours import neighbours as of_product
from common.contracts.cart_limits import CART_LIMITS
from common.contracts.events import ResourceChanged
from common.replicas.keep import Keep
from tests.support.api import PROJECT
from tests.support.owners import KnowsNoMore


@pytest.fixture(autouse=True)
def hats(catalogue):
    return catalogue.product(sku="hat"), catalogue.product(sku="cap")


@pytest.fixture
def a_stock(catalogue):
    def make(sku="hat", **limits):
        return catalogue.told(
            "inventory-entry", catalogue.api.post("inventory", {"sku": sku, "quantityOnStock": 100} | limits)
        )

    return make


@pytest.fixture
def limited(a_stock):
    return a_stock(minCartQuantity=4, maxCartQuantity=20)


def refused(api, cart, *actions):
    body = {"version": cart["version"], "actions": list(actions)}
    return api.refused(400, "POST", f"carts/{cart['id']}", json=body)["errors"]


def a_line(quantity, sku="hat", **more):
    return {"sku": sku, "quantity": quantity} | more


def put(quantity, **more):
    return {"action": "addLineItem", **a_line(quantity, **more)}


def change(cart, quantity):
    return {"action": "changeLineItemQuantity", "lineItemId": cart["lineItems"][0]["id"], "quantity": quantity}


def test_a_cart_is_not_born_with_too_little_or_too_much(api, a_cart, limited):
    def refusal(quantity):
        draft = {"currency": "EUR", "lineItems": [a_line(1, "cap"), a_line(quantity)]}
        return api.refused(400, "POST", "carts", json=draft)["errors"]

    assert refusal(2) == [
        {
            "code": "LineItemQuantityBelowLimit",
            "message": "Quantity '2' less than minimum '4'.",
            "minCartQuantity": 4,
            "quantity": 2,
        }
    ]
    assert refusal(21) == [
        {
            "code": "LineItemQuantityAboveLimit",
            "message": "Quantity '21' greater than maximum '20'.",
            "maxCartQuantity": 20,
            "quantity": 21,
        }
    ]
    assert a_cart(lineItems=[a_line(2), a_line(2)])["lineItems"][0]["quantity"] == 4


def test_a_line_changes_within_its_limits(api, a_cart, limited):
    cart = a_cart(lineItems=[a_line(4)])
    line = cart["lineItems"][0]["id"]
    less = {"action": "removeLineItem", "lineItemId": line, "quantity": 1}
    for action, quantity, code in (
        (put(17), 21, "LineItemQuantityAboveLimit"),
        (change(cart, 21), 21, "LineItemQuantityAboveLimit"),
        (change(cart, 3), 3, "LineItemQuantityBelowLimit"),
        (less, 3, "LineItemQuantityBelowLimit"),
    ):
        [error] = refused(api, cart, action)
        assert (error["code"], error["quantity"], error["lineItem"]) == (code, quantity, line)
    cart = api.update("carts", cart, put(16))
    assert api.update("carts", cart, change(cart, 0))["lineItems"] == []


def test_shopping_lists_and_copies_are_limited_too(api, a_cart, limited, catalogue):
    wishes = api.post("shopping-lists", {"name": {"en": "Wishes"}, "lineItems": [{"sku": "hat"}]})
    cart = a_cart()
    [error] = refused(api, cart, {"action": "addShoppingList", "shoppingList": {"id": wishes["id"]}})
    assert error["code"] == "LineItemQuantityBelowLimit"
    many = a_cart(lineItems=[a_line(9)])
    copy = {"reference": {"typeId": "cart", "id": many["id"]}}
    a_change = {"action": "setInventoryLimits", "maxCartQuantity": 8}
    catalogue.told("inventory-entry", catalogue.api.update("inventory", limited, a_change))
    [error] = api.refused(400, "POST", "carts/replicate", json=copy)["errors"]
    assert (error["code"], error["maxCartQuantity"]) == ("LineItemQuantityAboveLimit", 8)


def test_the_supply_channel_says_whose_limits_count(api, a_cart, a_stock):
    for channel in ("berlin", "vienna"):
        neighbours.replicas.write(PROJECT, "channel", {"id": channel, "version": 1, "key": channel})
    of_product.replicas.write(PROJECT, "channel", {"id": "berlin", "version": 1, "key": "berlin"})
    a_stock(maxCartQuantity=2, supplyChannel={"id": "berlin"})
    cart = a_cart(lineItems=[a_line(3)])
    cart = api.update("carts", cart, put(3, supplyChannel={"id": "vienna"}))
    assert refused(api, cart, put(3, supplyChannel={"id": "berlin"}))[0]["code"] == "LineItemQuantityAboveLimit"
    moved = {"action": "setLineItemSupplyChannel", "lineItemId": cart["lineItems"][0]["id"]}
    assert refused(api, cart, moved | {"supplyChannel": {"id": "berlin"}})[0]["maxCartQuantity"] == 2


def test_what_stood_in_a_cart_before_there_was_a_limit_stays(api, a_cart, limited, catalogue, a_stock):
    cart = a_cart(lineItems=[a_line(1, "cap")])
    a_stock("cap", minCartQuantity=5)
    cart = api.update("carts", cart, {"action": "setCountry", "country": "DE"})
    assert refused(api, cart, change(cart, 2))[0]["code"] == "LineItemQuantityBelowLimit"
    assert api.update("carts", cart, change(cart, 5))["lineItems"][0]["quantity"] == 5


def test_the_owner_is_asked_before_a_limit_refuses(api, a_cart, limited, catalogue, monkeypatch):
    fresh = catalogue.api.update("inventory", limited, {"action": "setInventoryLimits"})
    monkeypatch.setattr(KnowsNoMore, "now", lambda *_, **__: [fresh])
    assert a_cart(lineItems=[a_line(50)])["totalLineItemQuantity"] == 50
    monkeypatch.undo()
    assert a_cart(lineItems=[a_line(60)])["totalLineItemQuantity"] == 60, "and that is remembered"


def test_stock_that_limits_nothing_is_not_kept(catalogue, a_stock):
    entry = a_stock("cap")
    assert neighbours.replicas.find(PROJECT, "inventory-entry", [entry["id"]]) == {}
    event = ResourceChanged(PROJECT, "inventory-entry", entry["id"], 1, deleted=False, json=entry)
    assert event.about == ("inventory-entry",)
    Keep(neighbours)(ResourceChanged(**vars(event) | {"json": entry | {"minCartQuantity": 2}, "aspect": CART_LIMITS}))
    assert neighbours.replicas.find(PROJECT, "inventory-entry", [entry["id"]])[entry["id"]]["minCartQuantity"] == 2
