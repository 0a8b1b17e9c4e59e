"""A cart on its way to becoming an order belongs to that order alone."""

from uuid import uuid4

import pytest

from common.contracts.checkout import ClaimCart, CloseCart, ReleaseCart
from common.database import database
from workers.cart.ordering import claim_cart, close_cart, release_cart

BERLIN = {"country": "DE", "city": "Berlin"}
EUR_12 = {"value": {"currencyCode": "EUR", "centAmount": 1200}}
RENAME = {"action": "setCustomerEmail", "email": "me@example.com"}


@pytest.fixture
def full_cart(a_cart, catalogue):
    category = catalogue.tax_category()
    catalogue.hat = catalogue.product(taxCategory={"id": category["id"]})
    catalogue.category = category
    return a_cart(shippingAddress=BERLIN, lineItems=[{"sku": "hat", "quantity": 2}], inventoryMode="ReserveOnOrder")


def claim_of(cart, saga=None):
    return ClaimCart(saga or str(uuid4()), "shop", cart_id=cart["id"], cart_version=cart["version"])


def release_of(claim):
    return ReleaseCart(claim.saga_id, "shop", cart_id=claim.cart_id)


def code(answer):
    return answer.refusal["errors"][0]["code"]


def test_a_claim_tells_the_cart_and_its_stock(full_cart):
    answer = claim_cart(claim_of(full_cart))
    assert answer.learned["cart"] == full_cart
    (line,) = full_cart["lineItems"]
    assert answer.learned["stock"] == [
        {"lineItemId": line["id"], "sku": "hat", "quantity": 2, "mode": "ReserveOnOrder"}
    ]


def test_a_claimed_cart_cannot_be_changed_or_deleted_or_ordered_by_another(api, full_cart):
    claim_cart(claim_of(full_cart))
    path, version = f"carts/{full_cart['id']}", full_cart["version"]
    changed = api.refused(409, "POST", path, json={"version": version, "actions": [RENAME]})
    assert changed["errors"][0] | {"message": ""} == {
        "code": "ConcurrentModification",
        "message": "",
        "currentVersion": version,
    }
    api.refused(409, "DELETE", path, query_string={"version": version})
    assert code(claim_cart(claim_of(full_cart))) == "ConcurrentModification"
    assert api.get(path) == full_cart


def test_a_released_cart_is_as_it_was(api, full_cart):
    claim = claim_of(full_cart)
    claim_cart(claim)
    release_cart(release_of(claim))
    assert api.get(f"carts/{full_cart['id']}") == full_cart
    assert api.update("carts", full_cart, RENAME)["customerEmail"] == "me@example.com"


def test_a_claim_that_comes_after_its_release_claims_nothing(api, full_cart):
    claim = claim_of(full_cart)
    release_cart(release_of(claim))
    assert claim_cart(claim).outcome == "refused"
    api.update("carts", full_cart, RENAME)


def test_a_closed_cart_is_ordered_however_often_it_is_closed(api, full_cart):
    claim = claim_of(full_cart)
    claim_cart(claim)
    for _ in range(3):
        close_cart(CloseCart(claim.saga_id, "shop", cart_id=full_cart["id"]))
    now = api.get(f"carts/{full_cart['id']}")
    assert (now["cartState"], now["version"]) == ("Ordered", full_cart["version"] + 1)
    assert code(claim_cart(claim_of(now))) == "InvalidOperation"


def test_what_was_answered_first_is_answered_again(full_cart):
    claim = claim_of(full_cart)
    assert claim_cart(claim) == claim_cart(claim)
    kept = database("cart")["answers"].find_one({"_id": f"{claim.saga_id}/ClaimCart"})
    assert kept["answer"]["learned"] == {}, "the cart is not kept twice"


def test_a_stale_version_is_refused(full_cart):
    stale = ClaimCart("saga", "shop", cart_id=full_cart["id"], cart_version=full_cart["version"] - 1)
    assert code(claim_cart(stale)) == "ConcurrentModification"


def test_a_price_that_changed_meanwhile_is_refused_until_the_cart_is_recalculated(api, full_cart, catalogue):
    (price,) = catalogue.hat["masterData"]["current"]["masterVariant"]["prices"]
    change = {"action": "changePrice", "priceId": price["id"], "price": EUR_12, "staged": False}
    catalogue.update(catalogue.hat, change)
    refusal = claim_cart(claim_of(full_cart)).refusal["errors"][0]
    assert refusal["code"] == "PriceChanged"
    assert (refusal["lineItems"], refusal["shipping"]) == ([full_cart["lineItems"][0]["id"]], False)
    fresh = api.update("carts", full_cart, {"action": "recalculate"})
    assert claim_cart(claim_of(fresh)).outcome == "done"


def test_a_tax_rate_that_changed_meanwhile_is_refused(full_cart, catalogue):
    (rate,) = [rate for rate in catalogue.category["rates"] if rate["country"] == "DE"]
    new = {"name": "VAT", "amount": 0.21, "includedInPrice": True, "country": "DE"}
    replace = {"action": "replaceTaxRate", "taxRateId": rate["id"], "taxRate": new}
    catalogue.told("tax-category", catalogue.api.update("tax-categories", catalogue.category, replace))
    assert code(claim_cart(claim_of(full_cart))) == "PriceChanged"


def test_a_frozen_cart_is_ordered_at_the_prices_it_froze_with(api, full_cart, catalogue):
    frozen = api.update("carts", full_cart, {"action": "freezeCart"})
    (price,) = catalogue.hat["masterData"]["current"]["masterVariant"]["prices"]
    change = {"action": "changePrice", "priceId": price["id"], "price": EUR_12, "staged": False}
    catalogue.update(catalogue.hat, change)
    assert claim_cart(claim_of(frozen)).outcome == "done"


def test_a_cart_without_lines_or_address_is_refused(a_cart, catalogue):
    catalogue.product()
    assert code(claim_cart(claim_of(a_cart(shippingAddress=BERLIN)))) == "InvalidOperation"
    assert code(claim_cart(claim_of(a_cart(lineItems=[{"sku": "hat"}])))) == "InvalidOperation"
