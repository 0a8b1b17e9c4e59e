"""Products as shoppers see them."""

import pytest

from tests.support.api import Api


def price(cents, currency="EUR", **scope):
    return {"value": {"currencyCode": currency, "centAmount": cents}, **scope}


@pytest.fixture
def hat(a_product):
    return a_product(
        "Hat",
        key="hat",
        publish=True,
        masterVariant={"sku": "hat-1", "prices": [price(1000), price(900, country="DE"), price(1200, "USD")]},
        variants=[{"sku": "hat-2", "prices": [price(2000)]}],
    )


def rename(api, product, name):
    return api.update("products", product, {"action": "changeName", "name": {"en": name}})


def test_shoppers_see_what_is_published_and_merchants_what_is_staged(api, hat):
    rename(api, hat, "Cap")
    path = f"product-projections/{hat['id']}"
    assert api.get(path)["name"] == {"en": "Hat"}
    assert api.get("product-projections/key=hat")["hasStagedChanges"] is True
    staged = api.get(path, staged="true")
    assert (staged["name"], staged["version"], staged["published"]) == ({"en": "Cap"}, 2, True)
    assert "masterData" not in staged


def test_what_is_not_published_is_staged_only(api, a_product):
    cap = a_product("Cap", key="cap")
    api.refused(404, "GET", f"product-projections/{cap['id']}")
    assert api.head("product-projections/key=cap") == api.head("product-projections", where='key = "cap"') == 404
    assert api.head("product-projections/key=cap", staged="true") == 200
    assert api.get("product-projections")["total"] == 0
    assert api.get("product-projections", staged="true")["total"] == 1


def test_predicates_and_sorting_speak_of_the_half_that_is_seen(api, hat, a_product):
    a_product("Cap", publish=True)
    rename(api, hat, "Bonnet")
    found = api.get("product-projections", where='name(en = "Hat") and variants(sku = "hat-2") and published = true')
    assert [each["id"] for each in found["results"]] == [hat["id"]]
    assert api.get("product-projections", where='name(en = "Hat")', staged="true")["total"] == 0
    by_name = api.get("product-projections", sort="name.en desc")["results"]
    assert [each["name"]["en"] for each in by_name] == ["Hat", "Cap"]
    by_name = api.get("product-projections", sort="name.en", staged="true")["results"]
    assert [each["name"]["en"] for each in by_name] == ["Bonnet", "Cap"]
    assert api.get("product-projections", where='slug(en = "hat")')["count"] == 1
    api.refused(400, "GET", "product-projections", query_string={"where": "masterData(published = true)"})


@pytest.mark.parametrize(
    ("asked", "cents"),
    [
        ({"priceCurrency": "EUR"}, 1000),
        ({"priceCurrency": "EUR", "priceCountry": "DE"}, 900),
        ({"priceCurrency": "EUR", "priceCountry": "FR"}, 1000),
        ({"priceCurrency": "USD", "priceCountry": "DE"}, 1200),
    ],
)
def test_each_buyer_sees_one_price_of_each_variant(api, hat, asked, cents):
    seen = api.get("product-projections", **asked)["results"][0]
    assert seen["masterVariant"]["price"]["value"]["centAmount"] == cents
    assert ("price" in seen["variants"][0]) == (asked["priceCurrency"] == "EUR")
    product = api.get(f"products/{hat['id']}", **asked)
    for half in ("current", "staged"):
        assert product["masterData"][half]["masterVariant"]["price"] == seen["masterVariant"]["price"]
    assert "price" not in api.get(f"products/{hat['id']}")["masterData"]["current"]["masterVariant"]


@pytest.mark.parametrize(
    "parameters",
    [{"priceCountry": "DE"}, {"priceCurrency": "XXQ"}, {"staged": "perhaps"}, {"storeProjection": "nowhere"}],
)
def test_a_projection_that_cannot_be_made_is_refused(api, hat, parameters):
    [error] = api.refused(400, "GET", "product-projections", query_string=parameters)["errors"]
    assert error["code"] == "InvalidInput"
    assert error["message"].startswith(f"Malformed parameter: {next(iter(parameters))}: ")
    api.refused(400, "GET", f"product-projections/{hat['id']}", query_string=parameters)


def test_texts_in_other_languages_can_be_left_out(api, a_product):
    a_product("Hat", key="hat", publish=True, metaTitle={"en": "Hat", "de": "Hut"}, description={"de": "Ein Hut"})
    seen = api.get("product-projections/key=hat", localeProjection=["en", "fr"])
    assert (seen["metaTitle"], seen["slug"]) == ({"en": "Hat"}, {"en": "hat"})
    assert seen["description"] == {"de": "Ein Hut"}  # in none of them: better so than not at all


def test_references_are_expanded(api, hat):
    [seen] = api.get("product-projections", expand="productType")["results"]
    assert seen["productType"]["obj"]["key"] == "hat"


def test_who_may_only_see_what_is_published_sees_no_more(app, hat):
    shopper = Api(app, "view_published_products")
    shopper.get(f"product-projections/{hat['id']}")
    shopper.refused(403, "GET", f"product-projections/{hat['id']}", query_string={"staged": "true"})
    shopper.refused(403, "GET", f"products/{hat['id']}")
    assert app.test_client().get("/shop/product-projections").status_code == 401
