"""Products: their two halves, variants, prices, and what is told of them."""

from apps.product.products.document import Product
from common.resources.document import collection_of

EUR_10 = {"value": {"currencyCode": "EUR", "centAmount": 1000}}
USD_12 = {"value": {"currencyCode": "USD", "centAmount": 1200}}


def messages_of(product):
    entries = collection_of(Product).find_one({"_id": product["id"]})["_outbox"]
    return [entry["message"] for entry in entries if "message" in entry]


def test_a_new_product_is_the_same_in_both_halves(api, a_product):
    hat = a_product(masterVariant={"sku": "hat-1", "prices": [EUR_10]}, variants=[{"sku": "hat-2"}])
    staged, current = hat["masterData"]["staged"], hat["masterData"]["current"]
    assert staged == current
    assert (hat["masterData"]["published"], hat["masterData"]["hasStagedChanges"]) == (False, False)
    assert [variant["id"] for variant in [staged["masterVariant"], *staged["variants"]]] == [1, 2]
    assert staged["masterVariant"]["prices"][0]["value"] == {
        "type": "centPrecision",
        "currencyCode": "EUR",
        "centAmount": 1000,
        "fractionDigits": 2,
    }
    assert hat == api.get(f"products/{hat['id']}")
    assert not [name for name in hat if name.startswith("_")]
    [created] = messages_of(hat)
    assert (created["type"], created["productProjection"]["name"]) == ("ProductCreated", {"en": "Hat"})


def test_a_product_can_be_born_with_nothing_but_a_name(a_product):
    first, second = a_product("Hat"), a_product("Cap")
    assert first["masterData"]["current"]["masterVariant"] == {
        "id": 1,
        "prices": [],
        "attributes": [],
        "images": [],
        "assets": [],
    }
    assert first["id"] != second["id"]
