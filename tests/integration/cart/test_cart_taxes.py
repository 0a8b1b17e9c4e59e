"""Taxes of a cart, in every mode."""

import pytest

FEE = {"name": {"en": "Fee"}, "slug": "fee", "money": {"currencyCode": "EUR", "centAmount": 108}}
RATE = {"name": "Mine", "amount": 0.19, "country": "DE"}


def gross_and_net(taxed):
    return taxed["totalGross"]["centAmount"], taxed["totalNet"]["centAmount"]


def to(country, **address):
    return {"action": "setShippingAddress", "address": {"country": country, **address}}


@pytest.fixture
def a_taxed_hat(catalogue):
    return catalogue.product(taxCategory={"id": catalogue.tax_category()["id"]})


def refusal(api, cart, *actions):
    body = {"version": cart["version"], "actions": list(actions)}
    return api.refused(400, "POST", f"carts/{cart['id']}", json=body)["errors"][0]


def test_the_shipping_address_decides_the_tax(api, a_cart, a_taxed_hat):
    cart = a_cart(lineItems=[{"sku": "hat", "quantity": 3}])
    assert "taxedPrice" not in cart
    german = api.update("carts", cart, to("DE"))
    assert german["lineItems"][0]["taxRate"]["country"] == "DE"
    assert gross_and_net(german["taxedPrice"]) == (3000, 2521)
    american = api.update("carts", german, to("US"))
    assert gross_and_net(american["taxedPrice"]) == (3300, 3000)
    assert american["totalPrice"]["centAmount"] == 3000
    assert american["taxedPrice"]["taxPortions"] == american["lineItems"][0]["taxedPrice"]["taxPortions"]
    nowhere = api.update("carts", american, {"action": "setShippingAddress"})
    assert "taxedPrice" not in nowhere
    assert "taxRate" not in nowhere["lineItems"][0]


def test_a_country_without_a_rate_is_refused(api, a_cart, a_taxed_hat):
    cart = a_cart(lineItems=[{"sku": "hat"}])
    refused = refusal(api, cart, to("FR"))
    assert (refused["code"], refused["country"]) == ("MissingTaxRateForCountry", "FR")
    assert refusal(api, a_cart(shippingAddress={"country": "FR"}), {"action": "addLineItem", "sku": "hat"}) == refused


def test_what_is_added_later_is_taxed_too(api, a_cart, a_taxed_hat):
    cart = api.update("carts", a_cart(shippingAddress={"country": "DE"}), {"action": "addLineItem", "sku": "hat"})
    assert gross_and_net(cart["taxedPrice"]) == (1000, 840)


@pytest.mark.parametrize(("mode", "gross"), [("LineItemLevel", 386), ("UnitPriceLevel", 387)])
def test_the_calculation_mode_says_when_to_round(api, a_cart, mode, gross):
    cart = a_cart(taxMode="External", shippingAddress={"country": "DE"})
    taxed = api.update(
        "carts",
        cart,
        {"action": "addCustomLineItem", "quantity": 3, "externalTaxRate": RATE, **FEE},
        {"action": "changeTaxCalculationMode", "taxCalculationMode": mode},
    )
    assert gross_and_net(taxed["taxedPrice"]) == (gross, 324)


@pytest.mark.parametrize(("mode", "gross"), [("HalfEven", 52), ("HalfUp", 53), ("HalfDown", 52)])
def test_the_rounding_mode_decides_ties(api, a_cart, mode, gross):
    fee = FEE | {"money": {"currencyCode": "EUR", "centAmount": 50}}
    cart = a_cart(taxMode="External", shippingAddress={"country": "DE"})
    rate = RATE | {"amount": 0.05}
    taxed = api.update(
        "carts",
        cart,
        {"action": "addCustomLineItem", "externalTaxRate": rate, **fee},
        {"action": "changeTaxRoundingMode", "taxRoundingMode": mode},
    )
    assert gross_and_net(taxed["taxedPrice"]) == (gross, 50)


def test_the_whole_is_taxed_once_every_line_has_a_rate(api, a_cart, a_taxed_hat):
    cart = a_cart(taxMode="External", shippingAddress={"country": "DE"})
    half = api.update(
        "carts",
        cart,
        {"action": "addLineItem", "sku": "hat", "externalTaxRate": RATE, "key": "line"},
        {"action": "addCustomLineItem", "key": "fee", **FEE},
    )
    assert "taxedPrice" in half["lineItems"][0]
    assert "taxedPrice" not in half
    both = {"action": "setCustomLineItemTaxRate", "customLineItemKey": "fee", "externalTaxRate": RATE}
    whole = api.update("carts", half, both)
    assert gross_and_net(whole["taxedPrice"]) == (1190 + 129, 1000 + 108)
    assert whole["taxedPrice"]["totalTax"]["centAmount"] == 190 + 21
    less = api.update("carts", whole, {"action": "setLineItemTaxRate", "lineItemKey": "line"})
    assert "taxedPrice" not in less


def test_amounts_from_outside_are_taken_as_they_are(api, a_cart, a_taxed_hat):
    cart = api.update("carts", a_cart(taxMode="ExternalAmount"), {"action": "addLineItem", "sku": "hat", "key": "line"})
    gross = {"currencyCode": "EUR", "centAmount": 1234}
    amount = {"totalGross": gross, "taxRate": RATE}
    taxed = api.update(
        "carts",
        cart,
        {"action": "setLineItemTaxAmount", "lineItemKey": "line", "externalTaxAmount": amount},
        {"action": "setCartTotalTax", "externalTotalGross": gross},
    )
    assert gross_and_net(taxed["lineItems"][0]["taxedPrice"]) == (1234, 1000)
    assert gross_and_net(taxed["taxedPrice"]) == (1234, 1000)
    platform = api.update("carts", taxed, {"action": "changeTaxMode", "taxMode": "Platform"}, to("DE"))
    assert gross_and_net(platform["taxedPrice"]) == (1000, 840)
    disabled = api.update("carts", platform, {"action": "changeTaxMode", "taxMode": "Disabled"})
    assert "taxedPrice" not in disabled
    assert "taxRate" not in disabled["lineItems"][0]


EXTERNAL = {"totalGross": {"currencyCode": "EUR", "centAmount": 129}, "taxRate": RATE}
SHIP = {
    "action": "setCustomShippingMethod",
    "shippingMethodName": "Courier",
    "shippingRate": {"price": {"currencyCode": "EUR", "centAmount": 500}},
}


def test_shipping_and_fees_are_taxed_from_outside(api, a_cart):
    cart = api.update(
        "carts",
        a_cart(taxMode="External", shippingAddress={"country": "DE"}),
        {"action": "addCustomLineItem", "key": "fee", "externalTaxRate": RATE, **FEE},
        SHIP,
        {"action": "setShippingMethodTaxRate", "externalTaxRate": RATE},
    )
    assert gross_and_net(cart["taxedShippingPrice"]) == (595, 500)
    assert gross_and_net(cart["taxedPrice"]) == (595 + 129, 500 + 108)
    cart = api.update(
        "carts",
        cart,
        {"action": "changeTaxMode", "taxMode": "ExternalAmount"},
        {"action": "setShippingMethodTaxAmount", "externalTaxAmount": EXTERNAL},
        {"action": "setCustomLineItemTaxAmount", "customLineItemKey": "fee", "externalTaxAmount": EXTERNAL},
    )
    assert gross_and_net(cart["shippingInfo"]["taxedPrice"]) == (129, 500)
    assert gross_and_net(cart["customLineItems"][0]["taxedPrice"]) == (129, 108)


def test_prices_with_fractions_of_a_cent_are_rounded_as_the_cart_says(api, a_cart):
    half = {"type": "highPrecision", "currencyCode": "EUR", "preciseAmount": 1005, "fractionDigits": 3}
    cart = api.update("carts", a_cart(taxMode="External"), {"action": "addCustomLineItem", **FEE, "money": half})
    assert cart["totalPrice"]["centAmount"] == 100
    up = {"action": "changePriceRoundingMode", "priceRoundingMode": "HalfUp"}
    assert api.update("carts", cart, up)["totalPrice"]["centAmount"] == 101


def test_fees_are_shipped_to_addresses_of_their_own(api, a_cart):
    cart = a_cart(taxMode="External", itemShippingAddresses=[{"key": "home", "country": "DE"}])
    one = [{"addressKey": "home", "quantity": 1}]
    cart = api.update(
        "carts",
        cart,
        {"action": "addCustomLineItem", "key": "fee", "quantity": 2, **FEE},
        {
            "action": "setCustomLineItemShippingDetails",
            "customLineItemKey": "fee",
            "shippingDetails": {"targets": one},
        },
        {
            "action": "applyDeltaToCustomLineItemShippingDetailsTargets",
            "customLineItemKey": "fee",
            "targetsDelta": one,
        },
    )
    assert cart["customLineItems"][0]["shippingDetails"] == {
        "targets": [{"addressKey": "home", "quantity": 2}],
        "valid": True,
    }


def test_rates_from_outside_need_the_mode_for_it(api, a_cart, a_taxed_hat):
    cart = api.update("carts", a_cart(), {"action": "addLineItem", "sku": "hat", "key": "line"})
    for action in (
        {"action": "addLineItem", "sku": "hat", "externalTaxRate": RATE},
        {"action": "setLineItemTaxRate", "lineItemKey": "line", "externalTaxRate": RATE},
        {"action": "setCartTotalTax", "externalTotalGross": {"currencyCode": "EUR", "centAmount": 1}},
        {"action": "addCustomLineItem", **FEE},
    ):
        assert refusal(api, cart, action)["code"] == "InvalidOperation"


def test_shipping_costs_and_is_taxed(api, a_cart, a_taxed_hat, catalogue):
    category = catalogue.tax_category()
    ship = {
        "action": "setCustomShippingMethod",
        "shippingMethodName": "Courier",
        "shippingRate": {
            "price": {"currencyCode": "EUR", "centAmount": 595},
            "freeAbove": {"currencyCode": "EUR", "centAmount": 3000},
        },
        "taxCategory": {"id": category["id"]},
    }
    cart = a_cart(lineItems=[{"sku": "hat", "key": "line"}], shippingAddress={"country": "DE"})
    shipped = api.update("carts", cart, ship)
    assert shipped["totalPrice"]["centAmount"] == 1595
    assert gross_and_net(shipped["taxedShippingPrice"]) == (595, 500)
    assert gross_and_net(shipped["taxedPrice"]) == (1595, 840 + 500)
    [portion] = shipped["taxedPrice"]["taxPortions"]
    assert portion["amount"]["centAmount"] == 1595 - 1340
    soon = {"from": "2026-12-01T08:00:00.000Z", "until": "2026-12-02T18:00:00.000Z"}
    shipped = api.update("carts", shipped, {"action": "setEstimatedDelivery", "estimatedDelivery": soon})
    assert shipped["shippingInfo"]["estimatedDelivery"] == soon
    many = {"action": "changeLineItemQuantity", "lineItemKey": "line", "quantity": 3}
    free = api.update("carts", shipped, many)
    assert (free["shippingInfo"]["price"]["centAmount"], free["totalPrice"]["centAmount"]) == (0, 3000)
    nowhere = api.update("carts", free, {"action": "setShippingAddress"})
    assert "shippingInfo" not in nowhere
