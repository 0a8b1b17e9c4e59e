"""Carts over HTTP: what they hold, what it costs, and when they refuse."""

import pytest

from apps.cart.carts.document import Cart
from common.resources.document import collection_of

EUR_8 = {"currencyCode": "EUR", "centAmount": 800}
FEE = {"name": {"en": "Fee"}, "slug": "fee", "money": {"currencyCode": "EUR", "centAmount": 199}}


def cents(money):
    return money["centAmount"]


def add(sku="hat", **fields):
    return {"action": "addLineItem", "sku": sku, **fields}


def test_an_empty_cart_costs_nothing_in_its_currency(api, a_cart):
    cart = a_cart(key="mine", country="DE", locale="de")
    assert cart["totalPrice"] == {
        "type": "centPrecision",
        "currencyCode": "EUR",
        "centAmount": 0,
        "fractionDigits": 2,
    }
    assert (cart["cartState"], cart["taxMode"], cart["version"]) == ("Active", "Platform", 1)
    assert cart == api.get(f"carts/{cart['id']}") == api.get("carts/key=mine")
    assert not [name for name in cart if name.startswith("_")]


def test_a_cart_may_be_born_full(a_cart, catalogue):
    hat, shoe = catalogue.product(), catalogue.product(sku="shoe")
    cart = a_cart(
        lineItems=[{"sku": "hat", "quantity": 2}, {"productId": shoe["id"]}],
        customLineItems=[FEE | {"quantity": 2, "taxCategory": {"id": catalogue.tax_category()["id"]}}],
    )
    assert cents(cart["totalPrice"]) == 2 * 1000 + 1000 + 2 * 199
    assert cart["totalLineItemQuantity"] == 3
    first, second = cart["lineItems"]
    assert (first["productId"], first["variant"]["sku"], first["quantity"]) == (hat["id"], "hat", 2)
    assert (second["name"], cents(second["totalPrice"])) == (shoe["masterData"]["current"]["name"], 1000)


def test_the_same_thing_again_only_raises_its_quantity(api, a_cart, catalogue):
    catalogue.product()
    cart = api.update("carts", a_cart(), add(quantity=2), add(quantity=3))
    [line] = cart["lineItems"]
    assert (line["quantity"], cents(cart["totalPrice"]), cart["version"]) == (5, 5000, 3)
    assert line["state"][0]["quantity"] == 5


def test_a_price_from_outside_is_always_a_line_of_its_own(api, a_cart, catalogue):
    catalogue.product()
    cart = api.update("carts", a_cart(), add(), add(externalPrice=EUR_8), add(externalPrice=EUR_8))
    assert [line["priceMode"] for line in cart["lineItems"]] == ["Platform", "ExternalPrice", "ExternalPrice"]
    assert cents(cart["totalPrice"]) == 1000 + 800 + 800


def test_a_total_from_outside_is_kept_whatever_the_unit_price(api, a_cart, catalogue):
    catalogue.product()
    total = {"price": EUR_8, "totalPrice": {"currencyCode": "EUR", "centAmount": 1999}}
    cart = api.update("carts", a_cart(), add(quantity=3, externalTotalPrice=total))
    assert cents(cart["totalPrice"]) == 1999
    back = api.update("carts", cart, {"action": "setLineItemTotalPrice", "lineItemId": cart["lineItems"][0]["id"]})
    assert (cents(back["totalPrice"]), back["lineItems"][0]["priceMode"]) == (3000, "Platform")


def test_lines_are_removed_piece_by_piece_or_whole(api, a_cart, catalogue):
    catalogue.product()
    cart = api.update("carts", a_cart(), add(quantity=5, key="line"))
    fewer = api.update("carts", cart, {"action": "removeLineItem", "lineItemKey": "line", "quantity": 2})
    assert (fewer["lineItems"][0]["quantity"], cents(fewer["totalPrice"])) == (3, 3000)
    more = {"action": "changeLineItemQuantity", "lineItemId": cart["lineItems"][0]["id"], "quantity": 7}
    assert cents(api.update("carts", fewer, more)["totalPrice"]) == 7000
    more["quantity"] = 0
    empty = api.update("carts", api.get(f"carts/{cart['id']}"), more)
    assert (empty["lineItems"], cents(empty["totalPrice"])) == ([], 0)
    assert "totalLineItemQuantity" not in empty


def test_the_quantity_reaches_a_tier(api, a_cart, catalogue):
    tiers = [{"minimumQuantity": 10, "value": EUR_8}]
    catalogue.product(prices=[{"value": {"currencyCode": "EUR", "centAmount": 1000}, "tiers": tiers}])
    cart = api.update("carts", a_cart(), add(quantity=9, key="line"))
    assert cents(cart["totalPrice"]) == 9000
    change = {"action": "changeLineItemQuantity", "lineItemKey": "line", "quantity": 10}
    assert cents(api.update("carts", cart, change)["totalPrice"]) == 8000


def test_the_country_selects_the_price(api, a_cart, catalogue):
    catalogue.product(
        prices=[{"value": {"currencyCode": "EUR", "centAmount": 1000}}, {"value": EUR_8, "country": "AT"}]
    )
    cart = api.update("carts", a_cart(), add())
    assert cents(cart["totalPrice"]) == 1000
    austrian = api.update("carts", cart, {"action": "setCountry", "country": "AT"})
    assert cents(austrian["totalPrice"]) == 800
    assert cents(api.update("carts", austrian, {"action": "setCountry"})["totalPrice"]) == 1000


def test_lines_have_channels_of_their_own(api, a_cart, catalogue):
    shop = catalogue.told("channel", {"id": "shop", "version": 1, "roles": ["ProductDistribution"]})
    reference = {"typeId": "channel", "id": shop["id"]}
    seven = {"type": "centPrecision", "currencyCode": "EUR", "centAmount": 700, "fractionDigits": 2}
    at_the_shop = {"value": seven, "channel": reference}
    catalogue.told("product", with_price(catalogue.product(), at_the_shop))
    cart = a_cart(lineItems=[{"sku": "hat", "key": "line"}])
    cart = api.update(
        "carts",
        cart,
        {"action": "setLineItemSupplyChannel", "lineItemKey": "line", "supplyChannel": reference},
        {"action": "setLineItemDistributionChannel", "lineItemKey": "line", "distributionChannel": reference},
    )
    assert cart["totalPrice"]["centAmount"] == 700
    without = {"action": "setLineItemDistributionChannel", "lineItemKey": "line"}
    assert api.update("carts", cart, without)["totalPrice"]["centAmount"] == 1000


def with_price(product, price):
    """The product as it would be told with one more price, of a channel that only account knows."""
    master = product["masterData"]["current"]["masterVariant"]
    master["prices"] = [*master["prices"], {"id": "price-of-the-shop"} | price]
    return product | {"version": product["version"] + 1}


def test_new_prices_count_once_the_cart_is_recalculated(api, a_cart, catalogue):
    hat = catalogue.product()
    cart = api.update("carts", a_cart(), add())
    [price] = hat["masterData"]["current"]["masterVariant"]["prices"]
    change = {"action": "changePrice", "priceId": price["id"], "price": {"value": EUR_8}, "staged": False}
    rename = {"action": "changeName", "name": {"en": "Cap"}, "staged": False}
    catalogue.update(hat, change, rename)
    unchanged = api.update("carts", cart, {"action": "setLocale", "locale": "de"})
    assert cents(unchanged["totalPrice"]) == 1000
    fresh = api.update("carts", unchanged, {"action": "recalculate"})
    assert (cents(fresh["totalPrice"]), fresh["lineItems"][0]["name"]) == (800, {"en": "product-1"})
    renamed = api.update("carts", fresh, {"action": "recalculate", "updateProductData": True})
    assert renamed["lineItems"][0]["name"] == {"en": "Cap"}
    assert api.update("carts", renamed, {"action": "recalculate"})["version"] == renamed["version"]


@pytest.mark.parametrize(
    ("product", "line", "code"),
    [
        ({"prices": []}, {"sku": "hat"}, "MatchingPriceNotFound"),
        ({"prices": [{"value": {"currencyCode": "USD", "centAmount": 1}}]}, {"sku": "hat"}, "MatchingPriceNotFound"),
        ({"publish": False}, {"sku": "hat"}, "InvalidField"),
        ({}, {"sku": "cap"}, "InvalidField"),
        ({}, {"productId": "none"}, "ReferencedResourceNotFound"),
        ({}, {"productId": "none", "sku": "hat"}, "InvalidJsonInput"),
        ({}, {"sku": "hat", "quantity": 0}, "InvalidJsonInput"),
        ({}, {"sku": "hat", "externalPrice": {"currencyCode": "USD", "centAmount": 1}}, "InvalidField"),
        ({}, {"sku": "hat", "distributionChannel": {"id": "none"}}, "ReferencedResourceNotFound"),
    ],
)
def test_what_cannot_be_bought_is_refused_and_nothing_changes(api, a_cart, catalogue, product, line, code):
    catalogue.product(**product)
    cart = a_cart()
    body = {"version": 1, "actions": [{"action": "setLocale", "locale": "de"}, {"action": "addLineItem", **line}]}
    assert api.refused(400, "POST", f"carts/{cart['id']}", json=body)["errors"][0]["code"] == code
    assert api.get(f"carts/{cart['id']}") == cart


def test_custom_line_items_live_and_die(api, a_cart):
    cart = a_cart(taxMode="Disabled")
    fee = {"action": "addCustomLineItem", **FEE}
    two = api.update("carts", cart, fee, fee)
    [line] = two["customLineItems"]
    assert (line["quantity"], cents(two["totalPrice"])) == (2, 398)
    by_id = {"customLineItemId": line["id"]}
    discount = {"currencyCode": "EUR", "centAmount": -50}
    cheaper = api.update("carts", two, {"action": "changeCustomLineItemMoney", "money": discount, **by_id})
    assert cents(cheaper["totalPrice"]) == -100
    three = api.update("carts", cheaper, {"action": "changeCustomLineItemQuantity", "quantity": 3, **by_id})
    assert cents(three["totalPrice"]) == -150
    external = api.update("carts", three, {"action": "changeCustomLineItemPriceMode", "mode": "External", **by_id})
    assert external["customLineItems"][0]["priceMode"] == "External"
    assert api.update("carts", external, {"action": "removeCustomLineItem", **by_id})["customLineItems"] == []


def test_items_are_shipped_to_several_addresses(api, a_cart, catalogue):
    catalogue.product()
    home, work = ({"key": key, "country": "DE"} for key in ("home", "work"))
    cart = api.update(
        "carts",
        a_cart(itemShippingAddresses=[home]),
        {"action": "addItemShippingAddress", "address": work},
        add(quantity=3, key="line", shippingDetails={"targets": [{"addressKey": "home", "quantity": 1}]}),
    )
    assert cart["lineItems"][0]["shippingDetails"]["valid"] is False
    delta = [{"addressKey": "work", "quantity": 2}]
    full = api.update(
        "carts",
        cart,
        {"action": "applyDeltaToLineItemShippingDetailsTargets", "lineItemKey": "line", "targetsDelta": delta},
        {"action": "updateItemShippingAddress", "address": work | {"city": "Berlin"}},
    )
    assert full["lineItems"][0]["shippingDetails"]["valid"] is True
    assert full["itemShippingAddresses"][1]["city"] == "Berlin"
    remove = {"version": full["version"], "actions": [{"action": "removeItemShippingAddress", "addressKey": "home"}]}
    assert api.refused(400, "POST", f"carts/{cart['id']}", json=remove)["errors"][0]["code"] == "InvalidOperation"
    none = api.update("carts", full, {"action": "setLineItemShippingDetails", "lineItemKey": "line"})
    assert "shippingDetails" not in none["lineItems"][0]
    assert len(api.update("carts", none, remove["actions"][0])["itemShippingAddresses"]) == 1


def test_lines_change_their_order_and_their_stock(api, a_cart, catalogue):
    catalogue.product()
    catalogue.product(sku="shoe")
    cart = api.update("carts", a_cart(), add(), add("shoe"))
    ids = [line["id"] for line in cart["lineItems"]]
    turned = api.update(
        "carts",
        cart,
        {"action": "changeLineItemsOrder", "lineItemOrder": ids[::-1]},
        {"action": "setLineItemInventoryMode", "lineItemId": ids[0], "inventoryMode": "TrackOnly"},
        {"action": "setLineItemPrice", "lineItemId": ids[0], "externalPrice": EUR_8},
    )
    assert [line["id"] for line in turned["lineItems"]] == ids[::-1]
    assert turned["lineItems"][1]["inventoryMode"] == "TrackOnly"
    assert cents(turned["totalPrice"]) == 1800
    back = api.update("carts", turned, {"action": "setLineItemPrice", "lineItemId": ids[0]})
    assert cents(back["totalPrice"]) == 2000


def test_a_frozen_cart_keeps_its_prices_until_it_thaws(api, a_cart, catalogue):
    hat = catalogue.product()
    frozen = api.update("carts", a_cart(), add(), {"action": "freezeCart"})
    assert (frozen["cartState"], frozen["freezeStrategy"]) == ("Frozen", "SoftFreeze")
    body = {"version": frozen["version"], "actions": [add()]}
    assert api.refused(400, "POST", f"carts/{frozen['id']}", json=body)["errors"][0]["code"] == "InvalidOperation"
    [price] = hat["masterData"]["current"]["masterVariant"]["prices"]
    change = {"action": "changePrice", "priceId": price["id"], "price": {"value": EUR_8}, "staged": False}
    catalogue.update(hat, change)
    thawed = api.update("carts", frozen, {"action": "unfreezeCart"})
    assert (thawed["cartState"], cents(thawed["totalPrice"])) == ("Active", 800)
    entries = collection_of(Cart).find_one({"_id": frozen["id"]})["_outbox"]
    assert [entry["type"] for entry in entries if "message" in entry] == ["CartFrozen", "CartUnfrozen"]


def test_who_and_how_is_set_by_name(api, a_cart):
    cart = api.update(
        "carts",
        a_cart(),
        {"action": "setCustomerEmail", "email": "a@b.de"},
        {"action": "setAnonymousId", "anonymousId": "someone"},
        {"action": "setKey", "key": "mine"},
        {"action": "setDeleteDaysAfterLastModification", "deleteDaysAfterLastModification": 3},
        {"action": "setPurchaseOrderNumber", "purchaseOrderNumber": "PO-1"},
        {"action": "setBillingAddress", "address": {"country": "DE"}},
    )
    assert cart["version"] == 7
    named = ("customerEmail", "anonymousId", "key", "deleteDaysAfterLastModification", "purchaseOrderNumber")
    assert [cart[name] for name in named] == ["a@b.de", "someone", "mine", 3, "PO-1"]
    assert cart["billingAddress"] == {"country": "DE"}


def test_carts_are_found_by_what_is_in_them(api, a_cart, catalogue):
    catalogue.product()
    catalogue.product(sku="shoe")
    full = api.update("carts", a_cart(customerEmail="a@b.de"), add(quantity=3), add("shoe"))
    a_cart()

    def found(where):
        return [cart["id"] for cart in api.get("carts", where=where)["results"]]

    assert found('lineItems(variant(sku="hat") and quantity > 2)') == [full["id"]]
    assert found('lineItems(variant(sku="shoe") and quantity > 2)') == []
    assert found("lineItems is not empty and totalPrice(centAmount = 4000)") == [full["id"]]
    assert found('customerEmail matches ignore case "A@B.de"') == [full["id"]]
    assert api.head("carts", where='cartState = "Ordered"') == 404


def test_a_deleted_cart_is_gone(api, a_cart):
    cart = a_cart()
    assert api.delete("carts", cart) == cart
    api.refused(404, "GET", f"carts/{cart['id']}")
