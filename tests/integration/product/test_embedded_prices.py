"""Prices of variants, and for whom they are."""

import pytest

from tests.support.catalogue import EUR_10, USD_12, act, halves, messages_of, refusal_of


def test_prices_come_change_and_go(api, a_product):
    hat = a_product(publish=True, masterVariant={"sku": "h", "prices": [EUR_10]})
    [first] = halves(hat)[0]["masterVariant"]["prices"]
    tiers = [{"minimumQuantity": 10, "value": {"currencyCode": "USD", "centAmount": 1100}}]
    hat = act(
        api,
        hat,
        {"action": "addPrice", "sku": "h", "price": {**USD_12, "tiers": tiers}, "staged": False},
        {
            "action": "changePrice",
            "priceId": first["id"],
            "price": {"value": {"currencyCode": "EUR", "centAmount": 900}},
        },
        {"action": "setPriceKey", "priceId": first["id"], "key": "list"},
    )
    current, staged = (half["masterVariant"]["prices"] for half in halves(hat))
    assert current[1] == staged[1]
    assert current[1]["tiers"][0]["value"]["centAmount"] == 1100
    assert (current[0], staged[0]["value"]["centAmount"], staged[0]["key"]) == (first, 900, "list")
    added, changed, keyed = messages_of(hat)[-3:]
    assert (added["type"], added["variantId"], added["price"], added["staged"]) == (
        "ProductPriceAdded",
        1,
        current[1],
        False,
    )
    assert (changed["type"], changed["oldPrice"], changed["oldStagedPrice"]) == ("ProductPriceChanged", first, first)
    assert (keyed["type"], keyed["key"]) == ("ProductPriceKeySet", "list")
    hat = act(api, hat, {"action": "removePrice", "priceId": first["id"]})
    assert [len(half["masterVariant"]["prices"]) for half in halves(hat)] == [2, 1]
    hat = act(api, hat, {"action": "setPrices", "variantId": 1, "prices": [EUR_10, USD_12], "staged": False})
    assert halves(hat)[0]["masterVariant"]["prices"] == halves(hat)[1]["masterVariant"]["prices"]
    assert [message["type"] for message in messages_of(hat)[-2:]] == ["ProductPriceRemoved", "ProductPricesSet"]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, "DuplicatePriceScope"),
        ({"country": "DE"}, None),
        ({"validFrom": "2030-01-01T00:00:00Z"}, None),
        ({"key": "p1", "country": "DE"}, "DuplicatePriceKey"),
        ({"country": "AT", "validFrom": "2030-06-01T00:00:00Z"}, "OverlappingPriceValidity"),
        ({"country": "AT", "validFrom": "2031-01-01T00:00:00Z"}, None),
        ({"country": "AT", "validUntil": "2030-01-01T00:00:00Z"}, None),
        ({"country": "FR", "validFrom": "2030-06-01T00:00:00Z", "validUntil": "2030-06-01T00:00:00Z"}, "InvalidField"),
    ],
)
def test_no_two_prices_are_for_the_same_buyer_at_the_same_time(api, a_product, other, code):
    year = {**EUR_10, "country": "AT", "validFrom": "2030-01-01T00:00:00Z", "validUntil": "2031-01-01T00:00:00Z"}
    hat = a_product(masterVariant={"sku": "h", "prices": [{**EUR_10, "key": "p1"}, year]})
    action = {"action": "addPrice", "variantId": 1, "price": {**EUR_10, **other}}
    if code:
        assert refusal_of(api, hat, action)["code"] == code
    else:
        assert len(halves(act(api, hat, action))[1]["masterVariant"]["prices"]) == 3
