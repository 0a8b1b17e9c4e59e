"""Carts know products by replicas, which may be a moment behind; that never shows as a refusal."""

import threading

import pytest
from werkzeug.serving import make_server

from apps.cart.neighbours import neighbours
from common.replicas import owners

EUR_8 = {"value": {"currencyCode": "EUR", "centAmount": 800}}


@pytest.fixture
def product_answers(catalogue, monkeypatch):
    """The product service, for whoever asks it over HTTP; on a busy machine it may take its time."""
    monkeypatch.setattr(owners, "RECHECK_SECONDS", 10.0)
    server = make_server("127.0.0.1", 0, catalogue.api.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(neighbours, "owners", owners.owners_at(lambda _: f"http://127.0.0.1:{server.port}"))
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("product_answers")
def test_a_product_made_a_moment_ago_can_be_bought(api, a_cart, catalogue):
    hat = catalogue.product(tell=False, taxCategory={"id": catalogue.tax_category()["id"]})
    cart = a_cart(shippingAddress={"country": "DE"}, lineItems=[{"sku": "hat"}])
    by_id = api.update("carts", cart, {"action": "addLineItem", "productId": hat["id"], "variantId": 1})
    assert by_id["totalPrice"]["centAmount"] == 2000


@pytest.mark.usefixtures("product_answers")
def test_a_price_set_a_moment_ago_counts(api, a_cart, catalogue):
    hat = catalogue.product(prices=[])
    catalogue.update(hat, {"action": "addPrice", "variantId": 1, "price": EUR_8, "staged": False}, tell=False)
    assert a_cart(lineItems=[{"sku": "hat"}])["totalPrice"]["centAmount"] == 800


@pytest.mark.usefixtures("product_answers")
def test_a_product_published_a_moment_ago_can_be_bought(a_cart, catalogue):
    hat = catalogue.product(publish=False)
    catalogue.update(hat, {"action": "publish"}, tell=False)
    assert a_cart(lineItems=[{"productId": hat["id"]}])["totalPrice"]["centAmount"] == 1000


@pytest.mark.usefixtures("product_answers")
def test_what_the_owner_refuses_too_is_refused(api, catalogue):
    catalogue.product(publish=False)
    refused = api.refused(400, "POST", "carts", json={"currency": "EUR", "lineItems": [{"sku": "hat"}]})
    assert refused["errors"][0]["code"] == "InvalidField"


def test_while_the_owner_is_away_carts_go_on_with_what_they_know(api, a_cart, catalogue):
    catalogue.product()
    assert a_cart(lineItems=[{"sku": "hat"}])["totalPrice"]["centAmount"] == 1000
    api.refused(400, "POST", "carts", json={"currency": "EUR", "lineItems": [{"sku": "cap"}]})
