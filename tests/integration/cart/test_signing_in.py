"""Carts of shoppers who sign up or in."""

import pytest

from apps.cart.neighbours import neighbours
from common.contracts.sign_in import HandOverCart
from common.database import database
from common.errors import OverCapacity
from tests.support.api import PROJECT
from workers.cart.signing_in import hand_over, hand_over_cart

AND_BACK = {"mergeMode": "UseAsNewActiveCustomerCart"}


@pytest.fixture
def ada():
    neighbours.replicas.write(PROJECT, "customer", {"id": "ada", "version": 1, "email": "ada@example.com"})
    return "ada"


@pytest.fixture
def hats(catalogue):
    return catalogue.product(sku="hat"), catalogue.product(sku="cap")


def lines(cart):
    return {line["variant"]["sku"]: line["quantity"] for line in cart["lineItems"]}


def merged(api, cart, status=200, **draft):
    body = {"anonymousCart": {"typeId": "cart", "id": cart["id"]}} | draft
    return api.post("carts/customer-id=ada/merge", body, status=status)


def command(number=1, **fields):
    return HandOverCart(f"saga-{number}", PROJECT, "ada", **({"mode": "MergeWithExistingCustomerCart"} | fields))


def test_the_first_cart_becomes_the_customers(api, a_cart, ada, hats):
    cart = a_cart(anonymousId="session", lineItems=[{"sku": "hat"}])
    mine = merged(api, cart)
    assert (mine["id"], mine["customerId"], mine["cartState"]) == (cart["id"], "ada", "Active")
    assert "anonymousId" not in mine
    assert api.get("carts/customer-id=ada") == mine
    assert api.head("carts/customer-id=ada") == 200
    as_it_once_was = api.bare("GET", "carts?customerId=ada")
    assert (as_it_once_was.status_code, as_it_once_was.get_json()) == (200, mine)
    assert api.bare("GET", "carts?customerId=bob").status_code == 404


def test_carts_are_merged_into_what_both_hold_at_least(api, a_cart, ada, hats):
    mine = a_cart(customerId=ada, lineItems=[{"sku": "hat", "quantity": 3}])
    cart = a_cart(anonymousId="session", lineItems=[{"sku": "hat", "quantity": 2}, {"sku": "cap", "quantity": 4}])
    whole = merged(api, cart)
    assert (whole["id"], lines(whole)) == (mine["id"], {"hat": 3, "cap": 4})
    assert whole["totalPrice"]["centAmount"] == 7000
    assert api.get(f"carts/{cart['id']}")["cartState"] == "Merged"
    assert lines(merged(api, cart)) == {"hat": 3, "cap": 4}


def test_the_new_cart_may_take_the_place_of_the_old(api, a_cart, ada, hats):
    old = a_cart(customerId=ada, lineItems=[{"sku": "hat"}])
    cart = a_cart(anonymousId="session", lineItems=[{"sku": "cap"}])
    mine = merged(api, cart, **AND_BACK)
    assert (mine["id"], lines(mine)) == (cart["id"], {"cap": 1})
    assert lines(api.get(f"carts/{old['id']}")) == {"hat": 1}


def test_a_session_hands_over_all_it_left(api, a_cart, ada, hats):
    first, second = (a_cart(anonymousId="session", lineItems=[{"sku": "hat"}]) for _ in range(2))
    mine = api.post("carts/customer-id=ada/merge", {"anonymousId": "session"}, status=200)
    assert mine["id"] == second["id"]
    assert api.get(f"carts/{first['id']}")["customerId"] == "ada"


def test_carts_of_other_customers_sessions_and_currencies_stay_apart(api, a_cart, ada, hats):
    neighbours.replicas.write(PROJECT, "customer", {"id": "eve", "version": 1})
    hers = a_cart(customerId="eve", lineItems=[{"sku": "hat"}])
    anyones = a_cart(anonymousId="session", lineItems=[{"sku": "hat"}])

    def refused(cart, **more):
        body = {"anonymousCart": {"typeId": "cart", "id": cart["id"]}} | more
        return api.refused(400, "POST", "carts/customer-id=ada/merge", json=body)["errors"][0]["code"]

    assert refused(hers) == "ReferencedResourceNotFound"
    assert refused(anyones, anonymousId="another") == "InvalidOperation"
    api.refused(400, "POST", "carts/customer-id=ada/merge", json={})
    a_cart(customerId=ada)
    dollars = a_cart(currency="USD", anonymousId="session")
    assert merged(api, dollars)["id"] == dollars["id"]


def test_the_cart_is_recalculated(api, a_cart, ada, hats, catalogue):
    cart = a_cart(anonymousId="session", lineItems=[{"sku": "hat"}])
    dearer = {"value": {"currencyCode": "EUR", "centAmount": 1200}}
    catalogue.update(hats[0], {"action": "setPrices", "variantId": 1, "prices": [dearer], "staged": False})
    assert merged(api, cart)["totalPrice"]["centAmount"] == 1200


def test_whoever_signs_in_gets_the_cart_once_however_often_it_is_asked_for(api, a_cart, ada, hats):
    a_cart(customerId=ada, lineItems=[{"sku": "hat"}])
    cart = a_cart(anonymousId="session", lineItems=[{"sku": "cap"}])
    asked = command(anonymous_cart_id=cart["id"])
    first, again = hand_over_cart(asked), hand_over_cart(asked)
    assert first == again
    assert lines(first.learned["cart"]) == {"hat": 1, "cap": 1}
    assert hand_over(command(2)).cart["id"] == first.learned["cart"]["id"]


def test_who_has_no_cart_gets_none(api, ada):
    assert hand_over_cart(command()).learned == {}
    refused = hand_over_cart(command(2, anonymous_cart_id="no-such-cart"))
    assert (refused.outcome, refused.refusal["errors"][0]["code"]) == ("refused", "ReferencedResourceNotFound")


def test_who_signs_in_at_a_store_is_met_by_its_carts(api, a_cart, ada, hats):
    stores = [{"id": f"{key}-id", "version": 1, "key": key} for key in ("berlin", "vienna")]
    for store in stores:
        neighbours.replicas.write(PROJECT, "store", store)
    here, there = (a_cart(anonymousId="session", store={"key": store["key"]}) for store in stores)
    of_the_project = a_cart(customerId=ada, lineItems=[{"sku": "hat"}])
    told = hand_over(command(store_key="berlin", anonymous_id="session"))
    assert (told.cart["id"], told.cart["customerId"]) == (here["id"], ada)
    assert [api.get(f"carts/{cart['id']}")["version"] for cart in (there, of_the_project)] == [1, 1]
    told = hand_over(command(2, store_key="berlin", anonymous_cart_id=of_the_project["id"]))
    assert told.cart["id"] == here["id"]


def test_carts_that_were_ordered_or_frozen_go_along_as_they_are(api, a_cart, ada, hats, catalogue):
    ordered, frozen, merged_before = (a_cart(anonymousId="session", lineItems=[{"sku": "hat"}]) for _ in range(3))
    frozen = api.update("carts", frozen, {"action": "freezeCart"})
    for cart, state in ((ordered, "Ordered"), (merged_before, "Merged")):
        database("cart")["carts"].update_one({"_id": cart["id"]}, {"$set": {"cartState": state}})
    dearer = {"value": {"currencyCode": "EUR", "centAmount": 1200}}
    catalogue.update(hats[0], {"action": "setPrices", "variantId": 1, "prices": [dearer], "staged": False})
    assert hand_over(command(anonymous_id="session")).cart is None
    for before in (ordered, frozen, merged_before):
        cart = api.get(f"carts/{before['id']}")
        assert (cart["customerId"], cart["version"]) == ("ada", before["version"] + 1)
        assert (cart["totalPrice"]["centAmount"], "anonymousId" in cart) == (1000, False)


def test_a_cart_of_no_session_is_not_of_the_session_that_is_said(api, a_cart, ada, hats):
    cart = a_cart(lineItems=[{"sku": "hat"}])
    refused = hand_over_cart(command(anonymous_cart_id=cart["id"], anonymous_id="session"))
    assert (refused.outcome, refused.refusal["errors"][0]["code"]) == ("refused", "InvalidOperation")
    assert hand_over_cart(command(2, anonymous_cart_id=cart["id"])).outcome == "done"


def test_who_signs_in_while_an_order_is_placed_is_not_refused(api, a_cart, ada, hats):
    cart = a_cart(anonymousId="session", lineItems=[{"sku": "hat"}])
    change = database("cart")["carts"].update_one
    change({"_id": cart["id"]}, {"$set": {"_claim": {"saga": "an-order"}}})
    with pytest.raises(OverCapacity):
        hand_over_cart(command(anonymous_id="session"))
    change({"_id": cart["id"]}, {"$set": {"cartState": "Ordered"}, "$unset": {"_claim": ""}})
    assert hand_over_cart(command(anonymous_id="session")).outcome == "done"
    assert api.get(f"carts/{cart['id']}")["customerId"] == "ada"
