"""Carts with products whose prices stand apart from them."""

import pytest

from apps.cart.carts.current_prices import check_prices
from apps.cart.carts.document import Cart
from apps.cart.service import service
from common.errors.checkout import PriceChanged
from common.resources.collection import load
from common.resources.context import Context
from tests.support.api import PROJECT


@pytest.fixture
def a_price(catalogue):
    def make(cents, sku="hat", tell=True, **fields):
        draft = {"sku": sku, "value": {"currencyCode": "EUR", "centAmount": cents}}
        made = catalogue.api.post("standalone-prices", draft | fields)
        return catalogue.told("standalone-price", made) if tell else made

    return make


@pytest.fixture
def changed(catalogue):
    """As product told of it."""

    def change(price, *actions):
        return catalogue.told("standalone-price", catalogue.api.update("standalone-prices", price, *actions))

    return change


def now(cents):
    return {"action": "changeValue", "value": {"currencyCode": "EUR", "centAmount": cents}}


@pytest.fixture(autouse=True)
def hat(catalogue):
    """Its embedded price is never looked at."""
    return catalogue.product(sku="hat", priceMode="Standalone")


def test_a_line_costs_what_its_standalone_price_says(api, a_cart, catalogue, a_price):
    catalogue.product(sku="cap")
    price = a_price(700, tiers=[{"minimumQuantity": 10, "value": {"currencyCode": "EUR", "centAmount": 600}}])
    a_price(500, country="DE")
    cart = a_cart(lineItems=[{"sku": "hat"}, {"sku": "cap"}])
    assert [line["price"]["value"]["centAmount"] for line in cart["lineItems"]] == [700, 1000]
    assert cart["lineItems"][0]["price"]["id"] == price["id"]
    assert not {"sku", "active", "version"} & cart["lineItems"][0]["price"].keys()
    many = {"action": "changeLineItemQuantity", "lineItemId": cart["lineItems"][0]["id"], "quantity": 10}
    assert api.update("carts", cart, many)["totalPrice"]["centAmount"] == 7000
    assert a_cart(country="DE", lineItems=[{"sku": "hat"}])["totalPrice"]["centAmount"] == 500


def test_without_an_active_price_there_is_no_line(api, a_price):
    a_price(700, active=False)
    refused = api.refused(400, "POST", "carts", json={"currency": "EUR", "lineItems": [{"sku": "hat"}]})
    assert refused["errors"][0]["code"] == "MatchingPriceNotFound"


def test_a_price_that_moves_is_followed_when_the_cart_is_recalculated(api, a_cart, a_price, changed):
    price = a_price(700)
    cart = a_cart(lineItems=[{"sku": "hat"}])
    price = changed(price, now(650))
    cart = api.update("carts", cart, {"action": "recalculate"})
    assert cart["totalPrice"]["centAmount"] == 650


def test_what_is_ordered_costs_what_it_costs_now(a_cart, a_price, changed):
    price = a_price(700)
    cart = load(Cart, PROJECT, _id=a_cart(lineItems=[{"sku": "hat"}])["id"])
    check_prices(cart, Context(PROJECT, service.sources))
    price = changed(price, now(650))
    with pytest.raises(PriceChanged):
        check_prices(cart, Context(PROJECT, service.sources))
    price = changed(price, now(700), {"action": "changeActive", "active": False})
    with pytest.raises(PriceChanged):
        check_prices(cart, Context(PROJECT, service.sources))
