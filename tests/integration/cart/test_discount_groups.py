"""Of the discounts in one group, a cart gets the one that saves most."""

import itertools

import pytest

ALL_LINES = {"type": "lineItems", "predicate": "1 = 1"}


def euros(cents):
    return {"currencyCode": "EUR", "centAmount": cents}


def per_cent(number):
    return {"type": "relative", "permyriad": number * 100}


def off(cents):
    return {"type": "absolute", "money": [euros(cents)]}


@pytest.fixture
def a_discount(api):
    order = itertools.count(9, -1)

    def make(value, group=None, **fields):
        place = {"discountGroup": {"id": group["id"]}} if group else {"sortOrder": f"0.{next(order)}"}
        draft = {"name": {"en": "A discount"}, "value": value, "cartPredicate": "1 = 1", "target": ALL_LINES}
        return api.post("cart-discounts", {**draft, **place, **fields})

    return make


@pytest.fixture
def group(api):
    return api.post("discount-groups", {"key": "best", "sortOrder": "0.55"})


def applied(line):
    return [one["discount"]["id"] for each in line["discountedPricePerQuantity"] for one in included(each)]


def included(each):
    return each["discountedPrice"]["includedDiscounts"]


def a_code(api, discount):
    draft = {"code": f"code-{discount['id']}", "cartDiscounts": [{"id": discount["id"]}]}
    return api.post("discount-codes", draft)


def test_the_best_one_applies_and_which_that_is_depends_on_the_cart(api, group, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    tenth, two_euros = a_discount(per_cent(10), group), a_discount(off(200), group)
    cart = a_cart(lineItems=[{"sku": "hat"}])
    assert applied(cart["lineItems"][0]) == [two_euros["id"]]
    more = {"action": "changeLineItemQuantity", "lineItemId": cart["lineItems"][0]["id"], "quantity": 3}
    assert applied(api.update("carts", cart, more)["lineItems"][0]) == [tenth["id"]]


def test_it_is_tried_on_what_those_before_it_left(group, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    half = a_discount(per_cent(50), sortOrder="0.9")
    tenth, less = a_discount(per_cent(10), group), a_discount(off(60), group)
    last = a_discount(off(1), sortOrder="0.1")
    cart = a_cart(lineItems=[{"sku": "hat"}])
    assert applied(cart["lineItems"][0]) == [half["id"], less["id"], last["id"]]
    assert cart["totalPrice"]["centAmount"] == 439
    assert tenth["sortOrder"] == less["sortOrder"] == "0.55"


def test_of_an_inactive_group_none_applies(api, group, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    a_discount(per_cent(10), group)
    api.update("discount-groups", group, {"action": "setIsActive", "isActive": False})
    assert a_cart(lineItems=[{"sku": "hat"}])["totalPrice"]["centAmount"] == 1000


def test_the_code_of_one_that_another_beats_says_so(api, group, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    a_discount(per_cent(20), group)
    beaten = a_code(api, a_discount(per_cent(10), group, requiresDiscountCode=True))
    better = a_code(api, a_discount(per_cent(30), group, requiresDiscountCode=True))
    cart = a_cart(lineItems=[{"sku": "hat"}], discountCodes=[beaten["code"]])
    assert cart["discountCodes"][0]["state"] == "ApplicationStoppedByGroupBestDeal"
    assert cart["totalPrice"]["centAmount"] == 800
    cart = api.update("carts", cart, {"action": "addDiscountCode", "code": better["code"]})
    assert [each["state"] for each in cart["discountCodes"]] == ["ApplicationStoppedByGroupBestDeal", "MatchesCart"]
    assert cart["totalPrice"]["centAmount"] == 700


def test_the_last_word_of_the_chosen_one_counts(group, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    a_discount(per_cent(10), group, stackingMode="StopAfterThisDiscount")
    a_discount(per_cent(20), group)
    a_discount(off(100), sortOrder="0.1")
    assert a_cart(lineItems=[{"sku": "hat"}])["totalPrice"]["centAmount"] == 700


def test_discounts_follow_their_groups_sort_order(api, group, a_discount):
    discount = a_discount(per_cent(10), group)
    moved = api.update("discount-groups", group, {"action": "setSortOrder", "sortOrder": "0.05"})
    assert moved["sortOrder"] == "0.05"
    assert api.get(f"cart-discounts/{discount['id']}")["sortOrder"] == "0.05"
    assert api.get("cart-discounts", where='sortOrder="0.05"')["total"] == 1
    own = {"version": 1, "actions": [{"action": "changeSortOrder", "sortOrder": "0.2"}]}
    api.refused(400, "POST", f"cart-discounts/{discount['id']}", json=own)
    expanded = api.get(f"cart-discounts/{discount['id']}", expand="discountGroup")
    assert expanded["discountGroup"]["obj"]["key"] == "best"


def test_no_group_and_no_discount_have_the_same_sort_order(api, group, a_discount):
    a_discount(per_cent(10), sortOrder="0.7")
    refusals = [
        api.refused(400, "POST", "discount-groups", json={"key": "other", "sortOrder": "0.7"}),
        api.refused(400, "POST", "discount-groups", json={"key": "other", "sortOrder": "0.55"}),
    ]
    move = {"version": 1, "actions": [{"action": "setSortOrder", "sortOrder": "0.7"}]}
    refusals.append(api.refused(400, "POST", f"discount-groups/{group['id']}", json=move))
    for order in ("0.7", "0.55"):
        draft = {"name": {"en": "x"}, "value": per_cent(1), "target": ALL_LINES, "cartPredicate": "1 = 1"}
        refusals.append(api.refused(400, "POST", "cart-discounts", json={**draft, "sortOrder": order}))
    assert {(each["errors"][0]["code"], each["errors"][0]["field"]) for each in refusals} == {
        ("DuplicateField", "sortOrder")
    }


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"target": {"type": "shipping"}}, "InvalidInput"),
        ({"target": {"type": "totalPrice"}}, "InvalidInput"),
        ({"discountGroup": None}, "RequiredField"),
        ({"discountGroup": {"key": "no-such-group"}}, "ReferencedResourceNotFound"),
    ],
)
def test_not_every_discount_can_be_in_a_group(api, group, draft, code):
    whole = {"name": {"en": "x"}, "value": per_cent(1), "target": ALL_LINES, "cartPredicate": "1 = 1"}
    whole = {**whole, "discountGroup": {"id": group["id"]}, **draft}
    whole = {name: value for name, value in whole.items() if value is not None}
    assert api.refused(400, "POST", "cart-discounts", json=whole)["errors"][0]["code"] == code


def test_a_group_with_discounts_stays(api, group, a_discount):
    discount = a_discount(per_cent(10), group)
    gone = {"query_string": {"version": group["version"]}}
    refusal = api.refused(400, "DELETE", "discount-groups/key=best", **gone)
    assert refusal["errors"][0]["code"] == "ReferenceExists"
    out = api.update("cart-discounts", discount, {"action": "setDiscountGroup", "sortOrder": "0.3"})
    assert (out["sortOrder"], "discountGroup" in out) == ("0.3", False)
    api.delete("discount-groups", group)
