"""Codes that shoppers type in, and how often they may."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from apps.cart.discount_codes.document import DiscountCode
from apps.cart.discount_codes.uses import uses
from common.contracts.checkout import ClaimCart, CloseCart, ReleaseCart
from common.resources.document import collection_of
from tests.support.api import PROJECT
from workers.cart import ordering
from workers.cart.ordering import claim_cart, close_cart, release_cart

TEN_OFF = {"type": "relative", "permyriad": 1000}
ALL_LINES = {"type": "lineItems", "predicate": "1 = 1"}


@pytest.fixture
def a_discount(api):
    def make(order="0.5", **fields):
        draft = {"name": {"en": "x"}, "value": TEN_OFF, "target": ALL_LINES, "cartPredicate": "1 = 1"}
        return api.post("cart-discounts", draft | {"sortOrder": order, "requiresDiscountCode": True} | fields)

    return make


@pytest.fixture
def a_code(api):
    def make(*discounts, code="SAVE10", **fields):
        of = [{"id": each["id"]} for each in discounts]
        return api.post("discount-codes", {"code": code, "cartDiscounts": of, **fields})

    return make


@pytest.fixture
def hat(catalogue):
    return catalogue.product(sku="hat", taxCategory={"id": catalogue.tax_category()["id"]})


@pytest.fixture
def cart_with(a_cart, hat):
    def make(*codes, **fields):
        lines = {"lineItems": [{"sku": "hat"}], "shippingAddress": {"country": "DE"}}
        return a_cart(**lines, discountCodes=list(codes), **fields)

    return make


def state_of(cart):
    [told] = cart["discountCodes"]
    return told["state"]


def total(cart):
    return cart["totalPrice"]["centAmount"]


def adding(code):
    return {"action": "addDiscountCode", "code": code}


def error_of(api, cart, action):
    body = {"version": cart["version"], "actions": [action]}
    [error] = api.refused(400, "POST", f"carts/{cart['id']}", json=body)["errors"]
    return error


def test_a_code_gives_its_discounts_until_it_is_removed(api, a_discount, a_code, cart_with):
    code = a_code(a_discount())
    cart = api.update("carts", cart_with(), adding("SAVE10"))
    assert (state_of(cart), total(cart)) == ("MatchesCart", 900)
    assert api.update("carts", cart, adding("SAVE10")) == cart
    reference = {"typeId": "discount-code", "id": code["id"]}
    cart = api.update("carts", cart, {"action": "removeDiscountCode", "discountCode": reference})
    assert (cart["discountCodes"], total(cart)) == ([], 1000)


def test_a_code_is_shown_with_its_cart(api, a_discount, a_code, cart_with):
    a_code(a_discount())
    cart = cart_with("SAVE10")
    seen = api.get(f"carts/{cart['id']}", expand="discountCodes[*].discountCode.cartDiscounts[*]")
    shown = seen["discountCodes"][0]["discountCode"]["obj"]
    assert shown["code"] == "SAVE10"
    assert shown["cartDiscounts"][0]["obj"]["value"] == TEN_OFF


def test_what_could_give_nothing_is_refused(api, a_discount, a_code, cart_with):
    cart = cart_with()
    over = a_discount("0.1", validUntil="2020-01-01T00:00:00.000Z")
    a_code(over, code="OVER")
    a_code(a_discount("0.2", isActive=False), code="OFF")
    a_code(a_discount("0.3"), code="LATER", validFrom="2120-01-01T00:00:00.000Z")
    reasons = {code: error_of(api, cart, adding(code)).get("reason") for code in ("NONE", "OVER", "OFF", "LATER")}
    assert reasons == {
        "NONE": "DoesNotExist",
        "OVER": "TimeRangeNonApplicable",
        "OFF": None,
        "LATER": "TimeRangeNonApplicable",
    }
    api.refused(400, "POST", "carts", json={"currency": "EUR", "discountCodes": ["NONE"]})


def test_a_code_says_why_it_gives_nothing(api, a_discount, a_code, cart_with):
    discount = a_discount(cartPredicate="lineItemCount(1 = 1) > 1")
    code = a_code(discount)
    cart = cart_with("SAVE10")
    assert state_of(cart) == "DoesNotMatchCart"
    cart = api.update("carts", cart, {"action": "addLineItem", "sku": "hat"})
    assert (state_of(cart), total(cart)) == ("MatchesCart", 1800)
    for action, state in (
        ({"action": "setCartPredicate", "cartPredicate": 'currency = "USD"'}, "DoesNotMatchCart"),
        ({"action": "setMaxApplications", "maxApplications": 0}, "MaxApplicationReached"),
        ({"action": "setValidUntil", "validUntil": "2020-01-01T00:00:00.000Z"}, "NotValid"),
        ({"action": "changeIsActive", "isActive": False}, "NotActive"),
    ):
        code = api.update("discount-codes", code, action)
        cart = api.update("carts", cart, {"action": "recalculate"})
        assert (state_of(cart), total(cart)) == (state, 2000)


def test_a_code_may_come_too_late(a_discount, a_code, cart_with):
    a_discount("0.9", requiresDiscountCode=False, stackingMode="StopAfterThisDiscount")
    a_code(a_discount("0.1"))
    assert state_of(cart_with("SAVE10")) == "ApplicationStoppedByPreviousDiscount"


def test_a_discount_stays_as_long_as_a_code_needs_it(api, a_discount, a_code):
    discount = a_discount()
    code = a_code(discount)
    assert (
        api.refused(400, "DELETE", f"cart-discounts/{discount['id']}", query_string={"version": discount["version"]})[
            "errors"
        ][0]["code"]
        == "ReferenceExists"
    )
    api.delete("discount-codes", code)
    api.delete("cart-discounts", discount)


def claim_of(cart):
    return ClaimCart(str(uuid4()), PROJECT, cart_version=cart["version"], cart_id=cart["id"])


def applications(code):
    found = collection_of(DiscountCode).find_one({"_id": code["id"]})
    return found["_applications"], len(found["_redeeming"])


def code_of(answer):
    return answer.refusal["errors"][0]["code"] if answer.outcome == "refused" else answer.outcome


def test_a_code_of_five_applications_is_in_five_orders_of_forty(a_discount, a_code, cart_with):
    code = a_code(a_discount(), maxApplications=5)
    claims = [claim_of(cart_with("SAVE10")) for _ in range(40)]
    with ThreadPoolExecutor(8) as threads:
        outcomes = sorted(code_of(answer) for answer in threads.map(claim_cart, claims))
    assert outcomes == ["DiscountCodeNonApplicable"] * 35 + ["done"] * 5
    assert applications(code) == (5, 5)


def test_what_is_not_ordered_is_given_back(a_discount, a_code, cart_with):
    code = a_code(a_discount(), maxApplications=1)
    first, second = cart_with("SAVE10"), cart_with("SAVE10")
    claim = claim_of(first)
    assert code_of(claim_cart(claim)) == code_of(claim_cart(claim)) == "done"
    assert code_of(claim_cart(claim_of(second))) == "DiscountCodeNonApplicable"
    for _ in range(2):
        release_cart(ReleaseCart(claim.saga_id, PROJECT, cart_id=first["id"]))
    assert applications(code) == (0, 0)
    again = claim_of(second)
    assert code_of(claim_cart(again)) == "done"
    for _ in range(2):
        close_cart(CloseCart(again.saga_id, PROJECT, cart_id=second["id"]))
    assert applications(code) == (1, 0)


def test_a_claim_that_comes_after_its_release_counts_nothing(a_discount, a_code, cart_with):
    code = a_code(a_discount(), maxApplications=1)
    cart = cart_with("SAVE10")
    claim = claim_of(cart)
    release_cart(ReleaseCart(claim.saga_id, PROJECT, cart_id=cart["id"]))
    assert claim_cart(claim).outcome == "refused"
    assert applications(code) == (0, 0)


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "dies, and its message comes again"])
def test_who_sleeps_until_the_cart_is_closed_counts_nothing(monkeypatch, a_discount, a_code, cart_with, dies):
    code = a_code(a_discount())
    cart = cart_with("SAVE10")
    claim, redeem = claim_of(cart), ordering.redeem

    def asleep(cart, saga_id):
        monkeypatch.setattr(ordering, "redeem", redeem)
        assert code_of(claim_cart(claim)) == "done"
        close_cart(CloseCart(saga_id, PROJECT, cart_id=cart["_id"]))
        redeem(cart, saga_id)
        assert applications(code) == (2, 1), "it has counted the use once more"
        if dies:
            raise KeyboardInterrupt

    monkeypatch.setattr(ordering, "redeem", asleep)
    if dies:
        with pytest.raises(KeyboardInterrupt):
            claim_cart(claim)
    claim_cart(claim)
    assert applications(code) == (1, 0)


def test_a_customer_uses_a_code_as_often_as_allowed(a_discount, a_code, cart_with, catalogue):
    a_code(a_discount(), maxApplicationsPerCustomer=1)
    for name in ("jane", "john"):
        catalogue.told("customer", {"id": name, "version": 1, "email": f"{name}@example.com"})
    carts = [cart_with("SAVE10", customerId=name) for name in ("jane", "jane", "john")]
    with ThreadPoolExecutor(3) as threads:
        outcomes = [code_of(answer) for answer in threads.map(claim_cart, map(claim_of, carts))]
    assert sorted(outcomes[:2]) == ["DiscountCodeNonApplicable", "done"]
    assert outcomes[2] == "done"
    assert state_of(cart_with("SAVE10", customerId="jane")) == "MaxApplicationReached"
    assert state_of(cart_with("SAVE10")) == "MatchesCart"
    assert sorted(row["count"] for row in uses().find({"projectKey": PROJECT})) == [1, 1]


def test_a_cart_whose_code_matches_no_more_is_not_ordered(api, a_discount, a_code, cart_with):
    code, cart = a_code(a_discount()), cart_with("SAVE10")
    api.update("discount-codes", code, {"action": "changeIsActive", "isActive": False})
    assert code_of(claim_cart(claim_of(cart))) == "DiscountCodeNonApplicable"


def test_a_discount_that_ended_meanwhile_is_not_ordered_until_it_was_seen(api, a_discount, cart_with):
    discount = a_discount(requiresDiscountCode=False)
    cart = cart_with()
    api.delete("cart-discounts", discount)
    answer = claim_cart(claim_of(cart))
    assert code_of(answer) == "PriceChanged"
    cart = api.update("carts", cart, {"action": "recalculate"})
    assert code_of(claim_cart(claim_of(cart))) == "done"
