"""Products and their two halves, and what is told of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.api import Api
from tests.support.catalogue import EUR_10, USD_12, act, halves, messages_of, refusal_of


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


def test_work_is_staged_until_it_is_published(api, a_product):
    hat = a_product(publish=True)
    hat = act(api, hat, {"action": "changeName", "name": {"en": "Bonnet"}})
    current, staged = halves(hat)
    assert (current["name"], staged["name"]) == ({"en": "Hat"}, {"en": "Bonnet"})
    assert hat["masterData"]["hasStagedChanges"] is True
    hat = act(api, hat, {"action": "publish"})
    assert halves(hat)[0]["name"] == {"en": "Bonnet"}
    assert hat["masterData"]["hasStagedChanges"] is False
    published = messages_of(hat)[-1]
    assert (published["type"], published["scope"], published["removedImageUrls"]) == ("ProductPublished", "All", [])
    assert published["productProjection"]["name"] == {"en": "Bonnet"}
    assert published["productProjection"]["version"] == hat["version"] == published["resourceVersion"]


def test_work_can_be_given_up(api, a_product):
    hat = a_product(publish=True, variants=[{"sku": "v2"}])
    hat = act(
        api,
        hat,
        {"action": "setDescription", "description": {"en": "A hat"}},
        {"action": "setSku", "variantId": 2, "sku": "other"},
    )
    hat = act(api, hat, {"action": "revertStagedVariantChanges", "variantId": 2})
    assert halves(hat)[1]["variants"][0]["sku"] == "v2"
    assert halves(hat)[1]["description"] == {"en": "A hat"}
    hat = act(api, hat, {"action": "revertStagedChanges"})
    assert halves(hat)[0] == halves(hat)[1]
    assert messages_of(hat)[-1]["type"] == "ProductRevertedStagedChanges"


def test_a_published_product_cannot_be_deleted(api, a_product):
    hat = a_product(publish=True)
    refusal = api.refused(400, "DELETE", f"products/{hat['id']}", query_string={"version": 1})
    assert refusal["errors"][0]["code"] == "InvalidOperation"
    hat = act(api, hat, {"action": "unpublish"})
    assert messages_of(hat)[-1]["type"] == "ProductUnpublished"
    assert api.delete("products", hat) == hat
    deleted = messages_of(hat)[-1]
    assert (deleted["type"], deleted["currentProjection"]["name"]) == ("ProductDeleted", {"en": "Hat"})


def test_only_prices_can_be_published(api, a_product):
    hat = a_product(publish=True, masterVariant={"sku": "h", "prices": [EUR_10]})
    hat = act(
        api,
        hat,
        {"action": "changeName", "name": {"en": "Bonnet"}},
        {"action": "addPrice", "variantId": 1, "price": USD_12},
        {"action": "publish", "scope": "Prices"},
    )
    current, staged = halves(hat)
    assert current["name"] == {"en": "Hat"}
    assert current["masterVariant"]["prices"] == staged["masterVariant"]["prices"]
    assert hat["masterData"]["hasStagedChanges"] is True
    hat = act(api, hat, {"action": "unpublish"})
    assert refusal_of(api, hat, {"action": "publish", "scope": "Prices"})["code"] == "InvalidOperation"


TEXTS = [
    {"action": "changeName", "name": {"en": "Bonnet"}},
    {"action": "changeSlug", "slug": {"en": "bonnet"}},
    {"action": "setDescription", "description": {"en": "A bonnet"}},
    {"action": "setMetaTitle", "metaTitle": {"en": "Bonnets"}},
    {"action": "setMetaDescription", "metaDescription": {"en": "All bonnets"}},
    {"action": "setMetaKeywords", "metaKeywords": {"en": "bonnet"}},
    {
        "action": "setSearchKeywords",
        "searchKeywords": {"en": [{"text": "bonnet", "suggestTokenizer": {"type": "whitespace"}}]},
    },
]


@pytest.mark.parametrize("only_staged", [True, False])
def test_texts_change_in_one_half_or_both(api, a_product, only_staged):
    hat = a_product(publish=True)
    changed = act(api, hat, *({**action, "staged": only_staged} for action in TEXTS))
    current, staged = halves(changed)
    assert changed["version"] == 8
    assert act(api, changed, *({**action, "staged": only_staged} for action in TEXTS)) == changed
    assert staged["slug"] == {"en": "bonnet"}
    assert staged["searchKeywords"] == TEXTS[-1]["searchKeywords"]
    assert (current == halves(hat)[0]) == only_staged
    assert (current == staged) != only_staged
    assert [message["type"] for message in messages_of(hat)[1:]] == ["ProductSlugChanged"]
    assert "description" not in halves(act(api, changed, {"action": "setDescription"}))[1]


def test_slugs_and_skus_of_both_halves_are_taken(api, a_product):
    hat = a_product("Hat", publish=True, masterVariant={"sku": "a:1"})
    hat = act(
        api,
        hat,
        {"action": "changeSlug", "slug": {"en": "bonnet"}},
        {"action": "setSku", "variantId": 1, "sku": "a:2"},
    )
    for slug, sku in (("hat", "x"), ("bonnet", "x"), ("free", "a:1"), ("free", "a:2")):
        draft = {"productType": {"key": "hat"}, "name": {}, "slug": {"en": slug}, "masterVariant": {"sku": sku}}
        [error] = api.refused(400, "POST", "products", json=draft)["errors"]
        field, value = ("sku", sku) if slug == "free" else ("slug.en", slug)
        assert (error["code"], error["field"], error["duplicateValue"]) == ("DuplicateField", field, value)
    hat = act(api, hat, {"action": "publish"})
    a_product("Cap", slug={"en": "hat"}, masterVariant={"sku": "a:1"})
    assert refusal_of(api, hat, {"action": "setSku", "variantId": 1, "sku": "a:1"})["field"] == "sku"


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"action": "addVariant", "sku": "v1"}, "DuplicateField"),
        ({"action": "addVariant", "sku": "v3", "key": "two"}, "DuplicateField"),
        ({"action": "setAttribute", "variantId": 9, "name": "brim", "value": 1}, "InvalidOperation"),
        ({"action": "setAttribute", "name": "brim", "value": 1}, "InvalidInput"),
        ({"action": "setAttribute", "variantId": 1, "sku": "v1", "name": "brim", "value": 1}, "InvalidInput"),
        ({"action": "removePrice", "priceId": "none"}, "InvalidOperation"),
        ({"action": "revertStagedVariantChanges", "variantId": 9}, "InvalidOperation"),
        ({"action": "setCategoryOrderHint", "categoryId": "none", "orderHint": "0.5"}, "InvalidOperation"),
        ({"action": "changeSlug", "slug": {"en": "not a slug"}}, "InvalidField"),
        ({"action": "setTaxCategory", "taxCategory": {"key": "none"}}, "ReferencedResourceNotFound"),
        ({"action": "setDiscountedPrice", "priceId": "x"}, "InvalidOperation"),
    ],
)
def test_an_action_that_cannot_be_done_changes_nothing(api, a_product, action, code):
    hat = a_product(masterVariant={"sku": "v1"}, variants=[{"sku": "v2", "key": "two"}])
    assert refusal_of(api, hat, {"action": "changeName", "name": {"en": "x"}}, action)["code"] == code
    assert api.get(f"products/{hat['id']}") == hat


def test_a_product_stands_in_categories(api, a_product):
    category = api.post("categories", {"key": "hats", "name": {"en": "Hats"}, "slug": {"en": "all-hats"}})
    reference = {"typeId": "category", "id": category["id"]}
    hat = a_product(publish=True)
    hat = act(api, hat, {"action": "addToCategory", "category": {"key": "hats"}, "orderHint": "0.5", "staged": False})
    assert halves(hat)[0]["categories"] == halves(hat)[1]["categories"] == [reference]
    hat = act(api, hat, {"action": "setCategoryOrderHint", "categoryId": category["id"], "orderHint": "0.25"})
    assert [half["categoryOrderHints"][category["id"]] for half in halves(hat)] == ["0.5", "0.25"]
    assert api.get("products", where=f'masterData(current(categories(id = "{category["id"]}")))')["total"] == 1
    hat = act(api, hat, {"action": "removeFromCategory", "category": reference})
    assert (halves(hat)[1]["categories"], halves(hat)[1]["categoryOrderHints"]) == ([], {})
    added, removed = messages_of(hat)[1:]
    assert (added["type"], added["category"], added["staged"]) == ("ProductAddedToCategory", reference, False)
    assert (removed["type"], removed["staged"]) == ("ProductRemovedFromCategory", True)


def test_what_both_halves_share_changes_at_once(api, a_product):
    tax = api.post("tax-categories", {"key": "full", "name": "Full", "rates": []})
    hat = act(
        api,
        a_product(publish=True),
        {"action": "setKey", "key": "the-hat"},
        {"action": "setTaxCategory", "taxCategory": {"key": "full"}},
        {"action": "setPriceMode", "priceMode": "Standalone"},
    )
    assert (hat["key"], hat["priceMode"]) == ("the-hat", "Standalone")
    assert hat["taxCategory"] == {"typeId": "tax-category", "id": tax["id"]}
    assert hat["masterData"]["hasStagedChanges"] is False
    assert messages_of(hat)[-1]["to"] == "Standalone"
    seen = api.get("products/key=the-hat", expand=["taxCategory", "productType"])
    assert (seen["taxCategory"]["obj"]["key"], seen["productType"]["obj"]["key"]) == ("full", "hat")


def test_of_two_products_that_want_one_sku_at_once_one_gets_it(app, api, hat_type):
    def create(n):
        draft = {"productType": {"key": "hat"}, "name": {}, "slug": {"en": f"hat-{n}"}, "masterVariant": {"sku": "h"}}
        return Api(app).request("POST", "products", json=draft).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(create, range(8))) == [201] + [400] * 7
