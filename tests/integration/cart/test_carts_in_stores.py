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
    assert [api.head(f"{where}/carts/customer-id=ada") for where in (BERLIN, VIENNA)] == [200, 404]


def test_a_shopper_works_on_a_cart_at_its_store(api, catalogue):
    neighbours.replicas.write(PROJECT, "customer", {"id": "ada", "version": 1})
    ada = shopper(api, "manage_my_orders:shop:berlin", customer_id="ada")
    cart = ada.post(f"{BERLIN}/me/carts", {"currency": "EUR"})
    assert ada.get(f"{BERLIN}/me/carts")["results"] == [cart]
    for path in ("me/carts", f"me/carts/{cart['id']}", "me/active-cart"):
        assert [ada.head(f"{where}/{path}") for where in (BERLIN, VIENNA)] == [200, 403]
        ada.refused(403, "GET", path)
    change = {"action": "setCustomerEmail", "email": "ada@example.com"}
    everywhere = Api(api.app, "manage_my_orders", customer_id="ada")
    everywhere.refused(404, "POST", f"{VIENNA}/me/carts/{cart['id']}", json={"version": 1, "actions": [change]})
    everywhere.refused(404, "DELETE", f"{VIENNA}/me/carts/{cart['id']}", query_string={"version": 1})
    cart = ada.update(f"{BERLIN}/me/carts", cart, change)
    assert ada.delete(f"{BERLIN}/me/carts", cart) == cart


def test_carts_are_merged_within_their_store(api, a_cart, catalogue):
    catalogue.product()
    neighbours.replicas.write(PROJECT, "customer", {"id": "ada", "version": 1})
    mine, before = (
        api.post(f"{BERLIN}/carts", {"currency": "EUR", **whose})
        for whose in ({"customerId": "ada"}, {"anonymousId": "visit", "lineItems": [{"sku": "hat"}]})
    )
    elsewhere = api.post(f"{VIENNA}/carts", {"currency": "EUR", "anonymousId": "visit"})
    a_cart(customerId="ada")  # the most recent one, but of no store
    merge = {"anonymousCart": {"typeId": "cart", "id": before["id"]}}
    refused = api.refused(404, "POST", f"{VIENNA}/carts/customer-id=ada/merge", json=merge)
    assert refused["errors"][0]["code"] == "ResourceNotFound"
    merged = api.post(f"{BERLIN}/carts/customer-id=ada/merge", merge | {"anonymousId": "visit"}, status=200)
    assert (merged["id"], merged["lineItems"][0]["variant"]["sku"]) == (mine["id"], "hat")
    assert api.get(f"carts/{before['id']}")["cartState"] == "Merged"
    assert api.get(f"carts/{elsewhere['id']}") == elsewhere  # the visit went on there


def test_carts_of_a_store_are_found_by_key(api):
    draft = {"currency": "EUR", "key": "mine"}
    assert [api.head(f"{BERLIN}/{path}") for path in ("carts", "carts/key=mine")] == [404, 404]
    cart = api.post(f"{BERLIN}/carts", draft)
    assert [api.head(f"{BERLIN}/{path}") for path in ("carts", f"carts/{cart['id']}", "carts/key=mine")] == [200] * 3
    change = {"version": 1, "actions": [{"action": "setCustomerEmail", "email": "ada@example.com"}]}
    api.refused(404, "POST", f"{VIENNA}/carts/key=mine", json=change)
    assert api.post(f"{BERLIN}/carts/key=mine", change, status=200)["version"] == 2
    api.refused(404, "DELETE", f"{VIENNA}/carts/key=mine", query_string={"version": 2})
    assert api.request("DELETE", f"{BERLIN}/carts/key=mine", query_string={"version": 2}).status_code == 200


def test_who_may_work_in_one_store_may_not_in_another(api):
    clerk = shopper(api, "manage_orders:shop:berlin")
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
    for path in ("zones", "shipping-methods", "cart-discounts"):
        api.refused(404, "POST", f"{BERLIN}/{path}", json={})
    api.refused(400, "POST", "in-store/key=nowhere/carts", json={"currency": "EUR"})


def test_the_shipping_methods_of_a_stores_cart(api):
    draft = {"currency": "EUR", "shippingAddress": {"country": "DE"}}
    cart = api.post(f"{BERLIN}/carts", draft)
    assert api.get(f"{BERLIN}/shipping-methods/matching-cart", cartId=cart["id"])["results"] == []
    assert api.head(f"{BERLIN}/shipping-methods/matching-cart", cartId=cart["id"]) == 404
    zone = api.post("zones", {"name": "Germany", "locations": [{"country": "DE"}]})
    neighbours.replicas.write(PROJECT, "tax-category", {"id": "goods", "version": 1, "rates": []})
    rates = [{"price": {"currencyCode": "EUR", "centAmount": 500}}]
    method = {"name": "Courier", "isDefault": False, "taxCategory": {"id": "goods"}}
    api.post("shipping-methods", method | {"zoneRates": [{"zone": {"id": zone["id"]}, "shippingRates": rates}]})
    assert api.head(f"{BERLIN}/shipping-methods/matching-cart", cartId=cart["id"]) == 200
    assert api.head("shipping-methods/matching-cart-location", cartId=cart["id"], country="DE") == 200
    assert api.head("shipping-methods/matching-cart-location", cartId=cart["id"], country="AT") == 404
    clerk = shopper(api, "view_orders:shop:berlin")
    assert clerk.head(f"{BERLIN}/shipping-methods/matching-cart", cartId=cart["id"]) == 200
    clerk.refused(403, "GET", f"{VIENNA}/shipping-methods/matching-cart", query_string={"cartId": cart["id"]})
    api.refused(404, "GET", f"{VIENNA}/shipping-methods/matching-cart", query_string={"cartId": cart["id"]})


def shopper(api, scope, **who):
    """Somebody with this one scope."""
    client = Api(api.app, "view_products")
    with api.app.app_context():
        client.token = tokens.issue(Principal("clerk", PROJECT, Scopes((scope,)), **who), 3600)
    return client


def test_a_path_that_a_store_does_not_have_is_named_as_it_was_asked_for(api):
    for path in (f"{BERLIN}/carts/a/b", f"{BERLIN}/zones"):
        assert api.refused(404, "GET", path)["message"] == f"URI not found: /shop/{path}"
    assert f"/shop/{BERLIN}/carts does not" in api.refused(405, "PUT", f"{BERLIN}/carts")["message"]
