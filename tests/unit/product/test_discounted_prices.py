"""Which discount a price has, and what it makes of it."""

import pytest

from apps.product.product_discounts.prices import discounted
from common.resources.context import Context
from common.values.money import cent_precision

CONTEXT = Context("shop", {})


def a_price(cents=1000, id="p", **fields):
    return {"id": id, "value": cent_precision("EUR", cents), **fields}


def a_half(*prices):
    master = {"id": 1, "sku": "hat", "prices": list(prices), "attributes": [{"name": "colour", "value": "red"}]}
    return {
        "masterVariant": master,
        "variants": [],
        "categories": [{"typeId": "category", "id": "hats"}],
        "attributes": [],
    }


def a_product(*prices):
    halves = {"staged": a_half(*prices), "current": a_half(*prices)}
    return {"id": "product", "productType": {"typeId": "product-type", "id": "t"}, "masterData": halves}


def a_discount(id="d", asks="1 = 1", **value):
    return {"id": id, "predicate": asks, "value": value or {"type": "relative", "permyriad": 1000}}


def after(product, *discounts):
    master_data, updated = discounted(product, discounts, CONTEXT)
    [price, *_] = master_data["current"]["masterVariant"]["prices"]
    told = price.get("discounted")
    return (told["value"]["centAmount"], told["discount"]["id"]) if told else None, updated


def test_the_first_that_matches_counts_whatever_it_takes_off():
    found, updated = after(a_product(a_price()), a_discount("no", 'sku = "cap"'), a_discount("yes"), a_discount("late"))
    assert found == (900, "yes")
    assert [(each["priceId"], each["sku"], each["staged"]) for each in updated] == [
        ("p", "hat", True),
        ("p", "hat", False),
    ]


def test_a_price_that_is_as_it_should_be_is_left_alone():
    product = a_product(a_price())
    product["masterData"], _ = discounted(product, [a_discount()], CONTEXT)
    again, updated = discounted(product, [a_discount()], CONTEXT)
    assert (again, updated) == (product["masterData"], [])
    gone, updated = discounted(product, [], CONTEXT)
    assert "discounted" not in gone["staged"]["masterVariant"]["prices"][0]
    assert all("discounted" not in each for each in updated)


@pytest.mark.parametrize(
    ("asks", "matches"),
    [
        ('categories.id contains "hats" and attributes.colour = "red"', True),
        ('product.id = "product" and productType.id = "t"', True),
        ("amount = 10 and centAmount = 1000", True),
        ('price > "10.00 EUR"', False),
        ('channel.id = "web"', False),
    ],
)
def test_what_a_predicate_sees(asks, matches):
    found, _ = after(a_product(a_price()), a_discount(asks=asks))
    assert (found is not None) is matches


def test_an_amount_never_makes_a_price_negative_and_needs_its_currency():
    dollars = {"type": "absolute", "money": [cent_precision("USD", 100)]}
    euros = {"type": "absolute", "money": [cent_precision("EUR", 5000)]}
    found, _ = after(a_product(a_price()), a_discount("usd", **dollars), a_discount("eur", **euros))
    assert found == (0, "eur")


def test_an_external_discount_counts_where_its_value_is_set():
    told = {"value": cent_precision("EUR", 777), "discount": {"typeId": "product-discount", "id": "ext"}}
    external = a_discount("ext", type="external")
    assert after(a_product(a_price(discounted=told)), external)[0] == (777, "ext")
    assert after(a_product(a_price()), external, a_discount("other"))[0] == (900, "other")
    assert after(a_product(a_price(discounted=told)))[0] is None


def test_a_price_with_fractions_of_a_cent_keeps_them():
    precise = {
        "type": "highPrecision",
        "currencyCode": "EUR",
        "centAmount": 12,
        "fractionDigits": 4,
        "preciseAmount": 1234,
    }
    master_data, _ = discounted(a_product({"id": "p", "value": precise}), [a_discount()], CONTEXT)
    [price] = master_data["current"]["masterVariant"]["prices"]
    assert price["discounted"]["value"] == precise | {"preciseAmount": 1111, "centAmount": 11}
