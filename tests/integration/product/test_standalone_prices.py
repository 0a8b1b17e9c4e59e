"""Prices that stand apart from their products."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.product.product_discounts.following import follow_all
from apps.product.service import service
from apps.product.standalone_prices.document import StandalonePrice
from common.resources.document import collection_of

PATH = "standalone-prices"
NOTED = {
    "key": "noted",
    "resourceTypeIds": ["standalone-price"],
    "fieldDefinitions": [{"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}],
}


def eur(cents):
    return {"currencyCode": "EUR", "centAmount": cents}


@pytest.fixture
def a_price(api):
    def make(cents=1000, **fields):
        return api.post(PATH, {"sku": "hat-1", "value": eur(cents)} | fields)

    return make


@pytest.fixture
def hat(a_product):
    """Its embedded price is never looked at."""
    master = {"sku": "hat-1", "prices": [{"value": eur(1)}]}
    return a_product("Hat", key="hat", publish=True, priceMode="Standalone", masterVariant=master)


@pytest.fixture
def code(api):
    def code(price, *actions, status=400):
        body = {"version": price["version"], "actions": list(actions)}
        return api.refused(status, "POST", f"{PATH}/{price['id']}", json=body)["errors"][0]["code"]

    return code


def told(price):
    entries = collection_of(StandalonePrice).find_one({"_id": price["id"]})["_outbox"]
    return [entry["message"] for entry in entries if "message" in entry]


def selected(api, **asked):
    seen = api.get("product-projections/key=hat", priceCurrency="EUR", **asked)["masterVariant"]
    return seen["price"]["value"]["centAmount"] if "price" in seen else None


def test_a_buyer_sees_the_price_that_stands_apart(api, hat, a_price, a_neighbour):
    assert selected(api) is None
    for_all = a_price(1000, key="for-all")
    a_price(900, country="DE")
    a_price(5, sku="cap-1")
    a_price(800, active=False, country="AT")
    assert [selected(api, **who) for who in ({}, {"priceCountry": "DE"}, {"priceCountry": "AT"})] == [1000, 900, 1000]
    shown = api.get("product-projections/key=hat", priceCurrency="EUR")["masterVariant"]
    assert shown["price"] == {"id": for_all["id"], "key": "for-all", "value": for_all["value"]}
    assert [price["value"]["centAmount"] for price in shown["prices"]] == [1]  # never those apart
    product = api.get("products/key=hat", priceCurrency="EUR")["masterData"]
    assert product["staged"]["masterVariant"]["price"] == product["current"]["masterVariant"]["price"]
    assert product["current"]["masterVariant"]["price"]["id"] == for_all["id"]
    [listed] = api.get("product-projections", priceCurrency="EUR")["results"]
    assert listed["masterVariant"]["price"]["id"] == for_all["id"]


def test_values_change_at_once_or_once_they_are_applied(api, hat, a_price, code):
    price = a_price(1000)
    price = api.update(PATH, price, {"action": "changeValue", "value": eur(900)})
    price = api.update(PATH, price, {"action": "changeValue", "value": eur(800), "staged": True})
    assert (price["value"]["centAmount"], price["staged"]["value"]["centAmount"]) == (900, 800)
    assert selected(api) == 900
    price = api.update(PATH, price, {"action": "applyStagedChanges"})
    assert (price["value"]["centAmount"], "staged" in price, selected(api)) == (800, False, 800)
    assert code(price, {"action": "applyStagedChanges"}) == "InvalidOperation"
    price = api.update(PATH, price, {"action": "changeValue", "value": eur(700), "staged": True})
    price = api.update(PATH, price, {"action": "removeStagedChanges"})
    assert (price["value"]["centAmount"], "staged" in price) == (800, False)
    types = [message["type"].removeprefix("StandalonePrice") for message in told(price)]
    assert types == [
        "Created",
        "ValueChanged",
        "ValueChanged",
        "StagedChangesApplied",
        "ValueChanged",
        "StagedChangesRemoved",
    ]
    assert (told(price)[1]["oldValue"]["centAmount"], told(price)[2]["staged"]) == (1000, True)
    assert told(price)[0]["resourceUserProvidedIdentifiers"] == {"sku": "hat-1"}


def test_a_price_may_be_born_with_its_next_value(api, a_price):
    price = a_price(1000, staged={"value": eur(900)})
    assert api.update(PATH, price, {"action": "applyStagedChanges"})["value"]["centAmount"] == 900


def test_an_inactive_price_is_offered_to_nobody(api, hat, a_price):
    price = a_price(1000)
    price = api.update(PATH, price, {"action": "changeActive", "active": False})
    assert selected(api) is None
    assert told(price)[-1] | {"active": False, "oldActive": True} == told(price)[-1]


def test_tiers(api, a_price, code):
    price = a_price(1000, tiers=[{"minimumQuantity": 10, "value": eur(900)}])
    price = api.update(PATH, price, {"action": "addPriceTier", "tier": {"minimumQuantity": 20, "value": eur(800)}})
    assert [tier["minimumQuantity"] for tier in price["tiers"]] == [10, 20]
    for tier in ({"minimumQuantity": 1, "value": eur(1)}, {"minimumQuantity": 20, "value": eur(1)}):
        assert code(price, {"action": "addPriceTier", "tier": tier}) in ("InvalidField", "InvalidJsonInput")
    dollars = {"minimumQuantity": 30, "value": {"currencyCode": "USD", "centAmount": 1}}
    assert code(price, {"action": "addPriceTier", "tier": dollars}) == "InvalidField"
    assert code(price, {"action": "removePriceTier", "minimumQuantity": 11}) == "InvalidField"
    price = api.update(PATH, price, {"action": "removePriceTier", "minimumQuantity": 10})
    price = api.update(PATH, price, {"action": "setPriceTiers", "tiers": []})
    assert "tiers" not in price
    assert told(price)[-1]["previousTiers"][0]["minimumQuantity"] == 20


def test_keys_and_times_are_told(api, a_price, code):
    price = a_price(1000)
    june, july = "2027-06-01T00:00:00.000Z", "2027-07-01T00:00:00.000Z"
    price = api.update(PATH, price, {"action": "setKey", "key": "summer"})
    price = api.update(PATH, price, {"action": "setValidFrom", "validFrom": june})
    price = api.update(PATH, price, {"action": "setValidUntil", "validUntil": july})
    assert (price["key"], price["validFrom"], price["validUntil"]) == ("summer", june, july)
    assert code(price, {"action": "setValidFrom", "validFrom": july}) == "InvalidField"
    price = api.update(PATH, price, {"action": "setValidFromAndUntil", "validFrom": july})
    assert "validUntil" not in price
    assert told(price)[-1] | {"previousValidFrom": june, "previousValidUntil": july} == told(price)[-1]


def test_custom_fields(api, a_price, a_neighbour):
    a_neighbour("type", **NOTED)
    price = a_price(custom={"type": {"key": "noted"}, "fields": {"note": "first"}})
    price = api.update(PATH, price, {"action": "setCustomField", "name": "note", "value": "second"})
    price = api.update(PATH, price, {"action": "setCustomType", "type": {"key": "noted"}, "fields": {}})
    assert price["custom"]["fields"] == {}


def test_a_buyer_has_one_price_at_a_time(api, a_price, code):
    spring = {"validFrom": "2027-03-01T00:00:00.000Z", "validUntil": "2027-06-01T00:00:00.000Z"}
    first = a_price()
    refused = api.refused(400, "POST", PATH, json={"sku": "hat-1", "value": eur(1)})["errors"][0]
    assert refused["code"] == "DuplicateStandalonePriceScope"
    assert (refused["conflictingStandalonePrice"]["id"], refused["sku"]) == (first["id"], "hat-1")
    timed = a_price(900, **spring)  # gives way to none, and none to it
    overlapping = {"sku": "hat-1", "value": eur(1), "validFrom": "2027-05-01T00:00:00.000Z"}
    refused = api.refused(400, "POST", PATH, json=overlapping)["errors"][0]
    assert refused["code"] == "OverlappingStandalonePriceValidity"
    assert (refused["conflictingValidFrom"], refused["validFrom"]) == (spring["validFrom"], overlapping["validFrom"])
    later = a_price(800, validFrom=spring["validUntil"])
    assert code(later, {"action": "setValidFrom", "validFrom": "2027-05-31T00:00:00.000Z"}) == (
        "OverlappingStandalonePriceValidity"
    )
    assert code(later, {"action": "setValidFrom"}) == "DuplicateStandalonePriceScope"
    assert code(timed, {"action": "setValidFromAndUntil"}) == "DuplicateStandalonePriceScope"
    a_price(country="DE")
    a_price(sku="cap-1")
    a_price(value={"currencyCode": "USD", "centAmount": 1})


def test_of_many_who_make_the_same_price_one_does(api):
    def make(_):
        return api.request("POST", PATH, json={"sku": "hat-1", "value": eur(1000)})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(make, range(8)))
    assert sorted({answer.status_code for answer in answers} - {400, 409}) == [201]
    assert sum(answer.status_code == 201 for answer in answers) == 1
    assert api.get(PATH)["total"] == 1


def test_a_channel_must_be_for_distribution(api, a_price, a_neighbour):
    sells, stores = (a_neighbour("channel", key=role, roles=[role]) for role in ("ProductDistribution", "Primary"))
    a_price(channel={"typeId": "channel", "id": sells["id"]})
    draft = {"sku": "hat-1", "value": eur(1), "channel": {"typeId": "channel", "id": stores["id"]}}
    assert api.refused(400, "POST", PATH, json=draft)["errors"][0]["code"] == "MissingRoleOnChannel"


def a_discount(api, value, **fields):
    draft = {"name": {"en": "Sale"}, "value": value, "predicate": 'sku = "hat-1"', "sortOrder": "0.5", "isActive": True}
    return api.post("product-discounts", draft | fields)


def test_product_discounts_follow_the_product_of_the_sku(api, hat, a_price):
    price = a_price(1000)
    other = a_price(1000, sku="cap-1")
    discount = a_discount(api, {"type": "relative", "permyriad": 1000})
    follow_all(service.sources)
    price = api.get(f"{PATH}/{price['id']}")
    assert price["discounted"]["value"]["centAmount"] == 900
    assert told(price)[-1]["type"] == "StandalonePriceDiscountSet"
    assert "discounted" not in api.get(f"{PATH}/{other['id']}")
    price = api.update(PATH, price, {"action": "changeValue", "value": eur(500)})
    assert price["discounted"]["value"]["centAmount"] == 450
    api.delete("product-discounts", discount)
    follow_all(service.sources)
    assert "discounted" not in api.get(f"{PATH}/{price['id']}")


def test_an_external_discount_is_what_a_client_says(api, hat, a_price, code):
    price = a_price(1000)
    discount = a_discount(api, {"type": "external"})
    told_by_client = {"value": eur(750), "discount": {"typeId": "product-discount", "id": discount["id"]}}
    price = api.update(PATH, price, {"action": "setDiscountedPrice", "discounted": told_by_client})
    assert price["discounted"]["value"]["centAmount"] == 750
    follow_all(service.sources)
    assert api.get(f"{PATH}/{price['id']}") == price
    price = api.update(PATH, price, {"action": "setDiscountedPrice"})
    assert "discounted" not in price
    cap = a_price(sku="cap-1")
    assert code(cap, {"action": "setDiscountedPrice", "discounted": told_by_client}) == "InvalidOperation"


def test_prices_that_came_before_their_product_are_discounted_once_it_is_on_sale(api, a_product, a_price):
    price = a_price(1000)
    a_discount(api, {"type": "relative", "permyriad": 1000})
    follow_all(service.sources)
    assert "discounted" not in api.get(f"{PATH}/{price['id']}")
    hat = a_product("Hat", publish=True, priceMode="Standalone", masterVariant={"sku": "hat-1"})
    in_time(price)
    assert api.get(f"{PATH}/{price['id']}")["discounted"]["value"]["centAmount"] == 900
    api.update("products", hat, {"action": "unpublish"})
    in_time(price)
    assert "discounted" not in api.get(f"{PATH}/{price['id']}")


def in_time(price):
    """As if the moment had come at which the worker looks at the price again."""
    noted = collection_of(StandalonePrice).update_one(
        {"_id": price["id"], "_unfollowedSince": {"$exists": True}}, {"$set": {"_unfollowedSince": "2026-01-01"}}
    )
    assert noted.matched_count == 1
    follow_all(service.sources)
    assert "_unfollowedSince" not in collection_of(StandalonePrice).find_one({"_id": price["id"]})
