"""What product discounts make of prices: at once where a product is written, a moment later everywhere else."""

import itertools

import pytest

from apps.product.product_discounts.document import ProductDiscount
from apps.product.product_discounts.following import follow_all
from apps.product.product_discounts.notes import notes
from apps.product.service import service
from common.resources.document import collection_of
from tests.support.catalogue import act

EUR_10 = {"value": {"currencyCode": "EUR", "centAmount": 1000}}
USD_10 = {"value": {"currencyCode": "USD", "centAmount": 1000}, "country": "US"}


@pytest.fixture
def a_discount(api):
    order = itertools.count(10)

    def make(permyriad=1000, asks="1 = 1", **fields):
        draft = {"name": {"en": "Sale"}, "value": {"type": "relative", "permyriad": permyriad}, "predicate": asks}
        return api.post("product-discounts", {**draft, "isActive": True, "sortOrder": f"0.{next(order)}1", **fields})

    return make


@pytest.fixture
def a_hat(a_product):
    def make(*prices, sku="hat", **fields):
        return a_product(publish=True, masterVariant={"sku": sku, "prices": list(prices or [EUR_10])}, **fields)

    return make


def follow():
    follow_all(service.sources)


def seen(api, product, half="current"):
    """[(cents, discount)] of the master's prices"""
    found = api.get(f"products/{product['id']}")["masterData"][half]["masterVariant"]["prices"]
    told = [price.get("discounted") for price in found]
    return [(each["value"]["centAmount"], each["discount"]["id"]) if each else None for each in told]


def test_prices_follow_a_discount_that_comes_changes_and_goes(api, a_discount, a_hat):
    hat = a_hat()
    discount = a_discount()
    assert seen(api, hat) == [None]
    follow()
    assert seen(api, hat) == seen(api, hat, "staged") == [(900, discount["id"])]
    discount = api.update("product-discounts", discount, {"action": "changePredicate", "predicate": 'sku = "cap"'})
    follow()
    assert seen(api, hat) == [None]
    discount = api.update("product-discounts", discount, {"action": "changePredicate", "predicate": 'sku = "hat"'})
    follow()
    assert seen(api, hat) == [(900, discount["id"])]
    api.delete("product-discounts", discount)
    follow()
    assert seen(api, hat) == [None]
    assert notes().count_documents({}) == 0


def test_a_product_tells_which_prices_changed_and_only_then(api, a_discount, a_hat):
    hat = a_hat(EUR_10, USD_10)
    discount = a_discount(asks='currency = "USD"')
    follow()
    after = api.get(f"products/{hat['id']}")
    assert after["version"] == hat["version"] + 1
    api.update("product-discounts", discount, {"action": "setDescription", "description": {"en": "x"}})
    follow()
    assert api.get(f"products/{hat['id']}") == after
    assert after["masterData"]["hasStagedChanges"] is False


def test_the_highest_sort_order_wins_whatever_it_takes_off(api, a_discount, a_hat):
    a_discount(9000, sortOrder="0.3")
    winner = a_discount(100, sortOrder="0.8")
    assert seen(api, a_hat()) == [(990, winner["id"])]


def test_a_product_that_is_written_shows_its_discounts_at_once(api, a_discount, a_hat):
    discount = a_discount(asks='price > "10.00 EUR"')
    hat = a_hat()
    assert seen(api, hat) == [None]
    price = hat["masterData"]["current"]["masterVariant"]["prices"][0]
    dearer = {"value": {"currencyCode": "EUR", "centAmount": 2000}}
    act(api, hat, {"action": "changePrice", "priceId": price["id"], "price": dearer, "staged": False})
    assert seen(api, hat) == [(1800, discount["id"])]


@pytest.mark.parametrize(
    ("asks", "matches"),
    [
        ('product.key = "the-hat"', True),
        ("variant.id = 1", True),
        ('categories.id contains "none"', False),
        ("centAmount >= 1000 and amount = 10", True),
        ('currency = "EUR" and country is not defined', True),
        ('customerGroup.id = "vip"', False),
        ('sku in ("hat", "cap")', True),
        ("attributes.colour is defined", False),
    ],
)
def test_a_price_is_asked_whether_it_is_meant(asks, matches, api, a_discount, a_hat):
    a_discount(asks=asks)
    assert (seen(api, a_hat(key="the-hat")) != [None]) is matches


def test_an_amount_is_taken_off_prices_of_its_currency_and_never_more_than_they_are(api, a_discount, a_hat):
    money = [{"currencyCode": "EUR", "centAmount": 1500}]
    discount = a_discount(value={"type": "absolute", "money": money})
    assert seen(api, a_hat(EUR_10, USD_10)) == [(0, discount["id"]), None]


def test_a_discount_begins_and_ends_in_its_time(api, a_discount, a_hat):
    hat = a_hat()
    discount = a_discount(validFrom="2120-01-01T00:00:00.000Z", validUntil="2121-01-01T00:00:00.000Z")
    follow()
    assert seen(api, hat) == [None]
    [row] = collection_of(ProductDiscount).find({"_unfollowedSince": {"$exists": True}})
    assert row["_unfollowedSince"] == discount["validFrom"]


def test_a_client_says_what_an_external_discount_makes_of_a_price(api, a_discount, a_hat):
    external = a_discount(value={"type": "external"})
    hat = a_hat()
    [price] = hat["masterData"]["current"]["masterVariant"]["prices"]
    value = {"currencyCode": "EUR", "centAmount": 777}
    told = {"value": value, "discount": {"typeId": "product-discount", "id": external["id"]}}
    setting = {"action": "setDiscountedPrice", "priceId": price["id"], "staged": False}
    hat = act(api, hat, {**setting, "discounted": told})
    follow()
    assert seen(api, hat) == [(777, external["id"])]
    hat = act(api, api.get(f"products/{hat['id']}"), setting)
    assert seen(api, hat) == [None]
    percentage = a_discount(asks='sku = "cap"')
    wrong = {**told, "discount": {"typeId": "product-discount", "id": percentage["id"]}}
    body = {"version": hat["version"], "actions": [{**setting, "discounted": wrong}]}
    api.refused(400, "POST", f"products/{hat['id']}", json=body)


def test_projections_show_what_products_do(api, a_discount, a_hat):
    a_discount()
    hat = a_hat()
    shown = api.get(f"product-projections/{hat['id']}", priceCurrency="EUR")["masterVariant"]
    assert shown["price"]["discounted"]["value"]["centAmount"] == 900
    expanded = api.get(f"product-projections/{hat['id']}", expand="masterVariant.prices[*].discounted.discount")
    assert expanded["masterVariant"]["prices"][0]["discounted"]["discount"]["obj"]["name"] == {"en": "Sale"}


def test_which_discount_a_price_would_have(api, a_discount, a_hat):
    hat, discount = a_hat(), a_discount(asks='price < "5.00 EUR"')
    asked = {"productId": hat["id"], "variantId": 1, "staged": False}
    cheap = {"value": {"currencyCode": "EUR", "centAmount": 400}}
    assert api.post("product-discounts/matching", {**asked, "price": cheap}, status=200)["id"] == discount["id"]
    refused = api.refused(400, "POST", "product-discounts/matching", json={**asked, "price": EUR_10})
    assert refused["errors"][0]["code"] == "NoMatchingProductDiscountFound"
    elsewhere = {**cheap, "channel": {"typeId": "channel", "key": "nowhere"}}
    unknown = api.refused(400, "POST", "product-discounts/matching", json={**asked, "price": elsewhere})
    assert unknown["errors"][0]["code"] == "ReferencedResourceNotFound"


def test_a_catalogue_of_several_batches_is_followed_to_its_end(api, a_discount, a_hat, monkeypatch):
    monkeypatch.setattr("apps.product.product_discounts.following.BATCH", 2)
    hats = [a_hat(sku=f"hat-{number}", slug={"en": f"hat-{number}"}) for number in range(5)]
    discount = a_discount()
    follow()
    assert [seen(api, hat) for hat in hats] == [[(900, discount["id"])]] * 5
