"""``in-store/key=…``: the same routes, for the carts of one store and for whoever may see them."""

import pytest

from apps.cart.neighbours import neighbours
from common.auth import tokens
from common.auth.principal import Principal
from common.auth.scopes import Scopes
from tests.support.api import PROJECT, Api

BERLIN, VIENNA = "in-store/key=berlin", "in-store/key=vienna"


@pytest.fixture(autouse=True)
def stores(api):
    for key, country in (("berlin", "DE"), ("vienna", "AT")):
        store = {"id": f"{key}-id", "version": 1, "key": key, "countries": [{"code": country}]}
        neighbours.replicas.write(PROJECT, "store", store)


def test_a_store_has_carts_of_its_own(api, a_cart):
    a_cart(key="nowhere")
    cart = api.post(f"{BERLIN}/carts", {"currency": "EUR", "key": "mine"})
    assert cart["store"] == {"typeId": "store", "key": "berlin"}
    assert api.get(f"{BERLIN}/carts/{cart['id']}") == api.get(f"{BERLIN}/carts/key=mine") == cart
    assert api.get("carts/key=mine") == cart
    assert [api.get(f"{where}/carts")["total"] for where in (BERLIN, VIENNA)] == [1, 0]
    assert [api.head(f"{where}/carts/key=mine") for where in (BERLIN, VIENNA)] == [200, 404]
    assert api.head(f"{BERLIN}/carts", where='key = "nowhere"') == 404
    update = {"version": 1, "actions": [{"action": "setCustomerEmail", "email": "ada@example.com"}]}
    api.refused(404, "POST", f"{VIENNA}/carts/{cart['id']}", json=update)
    cart = api.update(f"{BERLIN}/carts", cart, update["actions"][0])
    api.refused(404, "DELETE", f"{VIENNA}/carts/{cart['id']}", query_string={"version": 2})
    copy = {"reference": {"typeId": "cart", "id": cart["id"]}}
    api.refused(400, "POST", f"{VIENNA}/carts/replicate", json=copy)
    assert api.post(f"{BERLIN}/carts/replicate", copy)["store"]["key"] == "berlin"
    assert api.delete(f"{BERLIN}/carts", cart)["id"] == cart["id"]


def test_a_shopper_has_one_cart_per_store(api, catalogue):
    neighbours.replicas.write(PROJECT, "customer", {"id": "ada", "version": 1})
    ada = Api(api.app, "manage_my_orders", customer_id="ada")
    cart = ada.post(f"{BERLIN}/me/carts", {"currency": "EUR"})
    assert ada.get(f"{BERLIN}/me/active-cart") == ada.get(f"{BERLIN}/me/carts/{cart['id']}") == cart
    ada.refused(404, "GET", f"{VIENNA}/me/active-cart")
    assert api.get(f"{BERLIN}/carts/customer-id=ada") == cart
    api.refused(404, "GET", f"{VIENNA}/carts/customer-id=ada")


def test_who_may_work_in_one_store_may_not_in_another(api):
    clerk = Api(api.app, "view_products")
    with api.app.app_context():
        clerk.token = token_for("manage_orders:shop:berlin")
    cart = clerk.post(f"{BERLIN}/carts", {"currency": "EUR"})
    clerk.refused(403, "GET", f"{VIENNA}/carts/{cart['id']}")
    clerk.refused(403, "GET", f"carts/{cart['id']}")


def test_a_cart_is_for_a_country_of_its_store(api):
    french = {"currency": "EUR", "country": "FR"}
    refused = api.refused(400, "POST", f"{BERLIN}/carts", json=french)["errors"][0]
    assert (refused["code"], refused["storeCountries"]) == ("CountryNotConfiguredInStore", ["DE"])
    cart = api.post(f"{BERLIN}/carts", {"currency": "EUR", "country": "DE"})
    body = {"version": 1, "actions": [{"action": "setCountry", "country": "FR"}]}
    refused = api.refused(400, "POST", f"{BERLIN}/carts/{cart['id']}", json=body)["errors"][0]
    assert refused["code"] == "CountryNotConfiguredInStore"


def test_what_knows_no_stores_is_not_there(api):
    for path in ("zones", "shipping-methods", "carts/customer-id=ada/merge", "cart-discounts"):
        api.refused(404, "POST", f"{BERLIN}/{path}", json={})
    api.refused(400, "POST", "in-store/key=nowhere/carts", json={"currency": "EUR"})


def test_the_shipping_methods_of_a_stores_cart(api):
    draft = {"currency": "EUR", "shippingAddress": {"country": "DE"}}
    cart = api.post(f"{BERLIN}/carts", draft)
    assert api.get(f"{BERLIN}/shipping-methods/matching-cart", cartId=cart["id"])["results"] == []
    api.refused(404, "GET", f"{VIENNA}/shipping-methods/matching-cart", query_string={"cartId": cart["id"]})


def token_for(word):
    return tokens.issue(Principal("clerk", PROJECT, Scopes((word,))), 3600)
