"""Discounts on carts: which apply, in what order, and what they take off."""

import itertools

import pytest

PER_CENT_10 = {"type": "relative", "permyriad": 1000}
ALL_LINES = {"type": "lineItems", "predicate": "1 = 1"}


CHEAPEST_OF_THREE = {"triggerQuantity": 3, "discountedQuantity": 1, "selectionMode": "Cheapest"}


def euros(cents):
    return {"currencyCode": "EUR", "centAmount": cents}


def absolute(cents, **mode):
    return {"type": "absolute", "money": [euros(cents)], **mode}


@pytest.fixture
def a_discount(api):
    order = itertools.count(9, -1)

    def make(value=PER_CENT_10, target=ALL_LINES, asks="1 = 1", **fields):
        draft = {"name": {"en": "A discount"}, "value": value, "cartPredicate": asks}
        target = {"target": target} if target else {}
        return api.post("cart-discounts", {"sortOrder": f"0.{next(order)}", **draft, **target, **fields})

    return make


def cents(money):
    return money["centAmount"]


def prices(line):
    """[(quantity, cents a piece, the discounts that led there)]"""
    return [
        (
            each["quantity"],
            cents(each["discountedPrice"]["value"]),
            [one["discount"]["id"] for one in each["discountedPrice"]["includedDiscounts"]],
        )
        for each in line["discountedPricePerQuantity"]
    ]


def test_discounts_apply_one_after_the_other_the_highest_sort_order_first(a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    second = a_discount(absolute(100, applicationMode="IndividualApplication"), sortOrder="0.15")
    first = a_discount(PER_CENT_10, sortOrder="0.2")
    [line] = a_cart(lineItems=[{"sku": "hat", "quantity": 3}])["lineItems"]
    assert prices(line) == [(3, 800, [first["id"], second["id"]])]
    assert cents(line["totalPrice"]) == 2400


def test_one_that_stops_keeps_the_others_away(a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    only = a_discount(stackingMode="StopAfterThisDiscount")
    a_discount()
    [line] = a_cart(lineItems=[{"sku": "hat"}])["lineItems"]
    assert prices(line) == [(1, 900, [only["id"]])]


def test_an_amount_is_shared_by_what_the_lines_cost_to_the_cent(a_discount, catalogue, a_cart):
    catalogue.product(sku="hat", prices=[{"value": euros(1000)}])
    catalogue.product(sku="cap", prices=[{"value": euros(333)}])
    discount = a_discount(absolute(500))
    cart = a_cart(lineItems=[{"sku": "hat"}, {"sku": "cap", "quantity": 2}])
    hat, cap = cart["lineItems"]
    assert prices(hat) == [(1, 700, [discount["id"]])]
    assert prices(cap) == [(2, 233, [discount["id"]])]
    assert cents(cart["totalPrice"]) == 1666 - 500


def test_what_does_not_match_costs_what_it_did(a_discount, catalogue, a_cart):
    product = catalogue.product(sku="hat")
    hats = catalogue.told("category", catalogue.api.post("categories", {"name": {"en": "H"}, "slug": {"en": "hh"}}))
    other = catalogue.product(sku="cap", categories=[{"id": hats["id"]}])
    discount = a_discount(target={"type": "lineItems", "predicate": f'categories.id contains "{hats["id"]}"'})
    assert discount["references"] == [{"typeId": "category", "id": hats["id"]}]
    cart = a_cart(lineItems=[{"productId": product["id"]}, {"productId": other["id"]}])
    assert [prices(line) for line in cart["lineItems"]] == [[], [(1, 900, [discount["id"]])]]


@pytest.mark.parametrize(
    ("asks", "applies"),
    [
        ('lineItemTotal(1 = 1) >= "30.00 EUR"', True),
        ('lineItemTotal(sku = "hat") > "30.00 EUR"', False),
        ("lineItemCount(1 = 1) = 3", True),
        ('currency = "USD"', False),
        ('totalPrice = "30.00 EUR"', True),
        ('country = "DE" and shippingAddress.country = "DE"', True),
        ('lineItemNetTotal(1 = 1) < "30.00 EUR"', True),
        ('lineItemExists(sku = "cap") = true', False),
        ("forAllLineItems(quantity > 2) = true", True),
        ("customer.id is defined", False),
        ("shippingInfo.taxRate.includedInPrice = true", False),
    ],
)
def test_a_cart_is_asked_whether_it_is_meant(asks, applies, a_discount, catalogue, a_cart):
    tax = catalogue.tax_category()
    catalogue.product(sku="hat", taxCategory={"id": tax["id"]})
    a_discount(asks=asks)
    address = {"country": "DE"}
    cart = a_cart(country="DE", shippingAddress=address, lineItems=[{"sku": "hat", "quantity": 3}])
    assert cents(cart["totalPrice"]) == (2700 if applies else 3000)


def test_of_three_the_cheapest_is_for_less(a_discount, catalogue, a_cart):
    for sku, price in (("hat", 1000), ("cap", 400), ("tie", 600)):
        catalogue.product(sku=sku, prices=[{"value": euros(price)}])
    target = {"type": "multiBuyLineItems", "predicate": "1 = 1", "triggerQuantity": 3, "discountedQuantity": 1}
    discount = a_discount({"type": "relative", "permyriad": 10_000}, {**target, "selectionMode": "Cheapest"})
    cart = a_cart(lineItems=[{"sku": "hat", "quantity": 3}, {"sku": "cap"}, {"sku": "tie", "quantity": 2}])
    hat, cap, tie = cart["lineItems"]
    assert prices(hat) == []
    assert prices(cap) == [(1, 0, [discount["id"]])]
    assert prices(tie) == [(1, 0, [discount["id"]]), (1, 600, [])]
    assert cents(cart["totalPrice"]) == 3600


def test_of_lines_that_cost_the_same_the_same_one_is_for_less_in_every_such_cart(a_discount, catalogue, a_cart):
    for sku in ("hat", "cap", "bag", "belt"):
        catalogue.product(sku=sku)
    a_discount(target={**ALL_LINES, "type": "multiBuyLineItems", **CHEAPEST_OF_THREE})
    a_discount(absolute(1))
    lines = [{"sku": sku} for sku in ("hat", "cap", "bag", "belt")]
    carts = [a_cart(lineItems=some) for some in (lines, lines[::-1]) for _ in range(4)]
    paid = [{line["variant"]["sku"]: cents(line["totalPrice"]) for line in cart["lineItems"]} for cart in carts]
    assert paid == [{"hat": 1000, "cap": 1000, "bag": 900, "belt": 999}] * 8


def test_a_fixed_price_only_ever_lowers(a_discount, catalogue, a_cart):
    catalogue.product(sku="hat", prices=[{"value": euros(1000)}])
    catalogue.product(sku="cap", prices=[{"value": euros(400)}])
    discount = a_discount({"type": "fixed", "money": [euros(500)]})
    hat, cap = a_cart(lineItems=[{"sku": "hat"}, {"sku": "cap"}])["lineItems"]
    assert (prices(hat), prices(cap)) == ([(1, 500, [discount["id"]])], [])


def test_taxes_are_those_of_what_is_left(a_discount, catalogue, a_cart):
    tax = catalogue.tax_category()
    catalogue.product(sku="hat", prices=[{"value": euros(1190)}], taxCategory={"id": tax["id"]})
    a_discount()
    cart = a_cart(lineItems=[{"sku": "hat"}], shippingAddress={"country": "DE"})
    assert cents(cart["taxedPrice"]["totalGross"]) == 1071
    assert cents(cart["taxedPrice"]["totalNet"]) == 900


def test_shipping_costs_less_and_is_taxed_less(api, a_discount, catalogue, a_cart):
    tax = catalogue.tax_category()
    catalogue.product(sku="hat", taxCategory={"id": tax["id"]})
    discount = a_discount(absolute(190), {"type": "shipping"}, asks='shippingInfo.taxRate.country = "DE"')
    cart = a_cart(lineItems=[{"sku": "hat"}], shippingAddress={"country": "DE"})
    rate = {"price": euros(428)}
    method = {"action": "setCustomShippingMethod", "shippingMethodName": "Post", "shippingRate": rate}
    cart = api.update("carts", cart, {**method, "taxCategory": {"id": tax["id"]}})
    info = cart["shippingInfo"]
    assert (cents(info["price"]), cents(info["discountedPrice"]["value"])) == (428, 238)
    assert info["discountedPrice"]["includedDiscounts"][0]["discount"] == {
        "typeId": "cart-discount",
        "id": discount["id"],
    }
    assert cents(info["taxedPrice"]["totalNet"]) == 200
    assert cents(cart["totalPrice"]) == 1238


def test_a_cart_is_asked_with_the_shipping_that_its_goods_pay(api, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    a_discount(absolute(50), {"type": "totalPrice"}, asks='totalPrice > "12.00 EUR"')
    rate = {"price": euros(500), "freeAbove": euros(1000)}
    method = {"action": "setCustomShippingMethod", "shippingMethodName": "by hand", "shippingRate": rate}
    cart = a_cart(lineItems=[{"sku": "hat"}], shippingAddress={"country": "DE"}, taxMode="Disabled")
    cart = api.update("carts", cart, method)
    assert (cents(cart["shippingInfo"]["price"]), cents(cart["totalPrice"])) == (0, 1000)
    assert api.update("carts", cart, {"action": "recalculate"}) == cart


def test_the_whole_cart_costs_less_and_so_do_its_taxes(a_discount, catalogue, a_cart):
    tax = catalogue.tax_category()
    catalogue.product(sku="hat", prices=[{"value": euros(1190)}], taxCategory={"id": tax["id"]})
    discount = a_discount({"type": "relative", "permyriad": 5000}, {"type": "totalPrice"})
    cart = a_cart(lineItems=[{"sku": "hat"}], shippingAddress={"country": "DE"})
    on_total = cart["discountOnTotalPrice"]
    assert cents(cart["totalPrice"]) == cents(on_total["discountedAmount"]) == 595
    assert cents(on_total["discountedGrossAmount"]) == 595
    assert cents(on_total["discountedNetAmount"]) == 500
    assert cents(cart["taxedPrice"]["totalNet"]) == 500
    assert [one["discount"]["id"] for one in on_total["includedDiscounts"]] == [discount["id"]]
    assert cents(cart["lineItems"][0]["totalPrice"]) == 1190


def test_a_gift_comes_with_what_earns_it_and_goes_with_it(api, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    pin = catalogue.product(sku="pin", publish=False)
    gift = {"type": "giftLineItem", "product": {"id": pin["id"]}, "variantId": 1}
    discount = a_discount(gift, None, 'lineItemTotal(1 = 1) >= "20.00 EUR"')
    cart = a_cart(lineItems=[{"sku": "hat", "quantity": 2}])
    hat, given = cart["lineItems"]
    assert (given["lineItemMode"], cents(given["totalPrice"]), given["quantity"]) == ("GiftLineItem", 0, 1)
    assert prices(given) == [(1, 0, [discount["id"]])]
    assert cents(cart["totalPrice"]) == 2000
    one = {"action": "changeLineItemQuantity", "lineItemId": hat["id"], "quantity": 1}
    cart = api.update("carts", cart, one)
    assert [line["lineItemMode"] for line in cart["lineItems"]] == ["Standard"]
    cart = api.update("carts", cart, {**one, "quantity": 3})
    assert [line["lineItemMode"] for line in cart["lineItems"]] == ["Standard", "GiftLineItem"]


def test_a_gift_that_is_taken_out_stays_out(api, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    pin = catalogue.product(sku="pin")
    discount = a_discount({"type": "giftLineItem", "product": {"id": pin["id"]}, "variantId": 1}, None)
    cart = a_cart(lineItems=[{"sku": "hat"}])
    cart = api.update("carts", cart, {"action": "removeLineItem", "lineItemId": cart["lineItems"][1]["id"]})
    assert cart["refusedGifts"] == [{"typeId": "cart-discount", "id": discount["id"]}]
    cart = api.update("carts", cart, {"action": "addLineItem", "sku": "hat"})
    assert len(cart["lineItems"]) == 1


def test_what_is_over_inactive_or_for_a_code_applies_to_nobody(a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    a_discount(isActive=False)
    a_discount(validUntil="2020-01-01T00:00:00.000Z")
    a_discount(validFrom="2120-01-01T00:00:00.000Z")
    a_discount(requiresDiscountCode=True)
    assert cents(a_cart(lineItems=[{"sku": "hat"}])["totalPrice"]) == 1000


def test_recalculating_brings_what_came_since(api, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    cart = a_cart(lineItems=[{"sku": "hat"}])
    discount = a_discount()
    cart = api.update("carts", cart, {"action": "recalculate"})
    assert (cents(cart["totalPrice"]), cart["version"]) == (900, 2)
    api.delete("cart-discounts", discount)
    cart = api.update("carts", cart, {"action": "recalculate"})
    assert (cents(cart["totalPrice"]), cart["lineItems"][0]["discountedPricePerQuantity"]) == (1000, [])


def test_a_frozen_cart_keeps_its_discounts(api, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    discount = a_discount({"type": "relative", "permyriad": 5000}, {"type": "totalPrice"})
    cart = api.update("carts", a_cart(lineItems=[{"sku": "hat"}]), {"action": "freezeCart"})
    api.delete("cart-discounts", discount)
    cart = api.update("carts", cart, {"action": "setLocale", "locale": "en"})
    assert cents(cart["totalPrice"]) == 500
    cart = api.update("carts", cart, {"action": "unfreezeCart"})
    assert cents(cart["totalPrice"]) == 1000


def test_direct_discounts_stand_alone(api, a_discount, catalogue, a_cart):
    catalogue.product(sku="hat")
    a_discount()
    half = {"value": {"type": "relative", "permyriad": 5000}, "target": ALL_LINES}
    cart = api.update(
        "carts", a_cart(lineItems=[{"sku": "hat"}]), {"action": "setDirectDiscounts", "discounts": [half, half]}
    )
    assert prices(cart["lineItems"][0]) == [(1, 250, [each["id"] for each in cart["directDiscounts"]])]
    refused = {"version": cart["version"], "actions": [{"action": "addDiscountCode", "code": "X"}]}
    api.refused(400, "POST", f"carts/{cart['id']}", json=refused)
    cart = api.update("carts", cart, {"action": "setDirectDiscounts", "discounts": []})
    assert cents(cart["totalPrice"]) == 900


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cartPredicate": "sku = "}, "SyntaxError"),
        ({"cartPredicate": 'sku = "hat"'}, "SemanticError"),
        ({"target": {"type": "lineItems", "predicate": "colour = 1"}}, "SemanticError"),
        ({"target": None}, "InvalidInput"),
        ({"value": {"type": "absolute", "money": []}}, "InvalidOperation"),
        ({"value": {"type": "relative", "permyriad": 10_001}}, "InvalidJsonInput"),
        ({"sortOrder": "1.5"}, "InvalidJsonInput"),
        ({"validFrom": "2026-02-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"}, "InvalidField"),
    ],
)
def test_what_could_never_apply_is_refused(api, fields, code):
    draft = {
        "name": {"en": "x"},
        "value": PER_CENT_10,
        "target": ALL_LINES,
        "cartPredicate": "1 = 1",
        "sortOrder": "0.5",
    }
    [error] = api.refused(400, "POST", "cart-discounts", json=draft | fields)["errors"]
    assert error["code"] == code


def test_a_sort_order_belongs_to_one_discount(api, a_discount):
    a_discount(sortOrder="0.31")
    draft = {"name": {"en": "x"}, "value": PER_CENT_10, "target": ALL_LINES, "cartPredicate": "1 = 1"}
    [error] = api.refused(400, "POST", "cart-discounts", json={**draft, "sortOrder": "0.31"})["errors"]
    assert (error["code"], error["field"]) == ("DuplicateField", "sortOrder")
