"""What a store shows of products: by path, or by ``storeProjection``."""

import pytest

from common.auth import tokens
from common.auth.principal import Principal
from common.auth.scopes import Scopes
from tests.support.api import PROJECT, Api

BERLIN = "in-store/key=berlin/product-projections"


@pytest.fixture(autouse=True)
def berlin(a_neighbour):
    here, there = (
        a_neighbour("channel", key=key, roles=["ProductDistribution"]) for key in ("here-channel", "there-channel")
    )
    channels = [{"typeId": "channel", "id": here["id"]}]
    a_neighbour("store", key="berlin", languages=["de"], countries=[{"code": "DE"}], distributionChannels=channels)
    a_neighbour("store", key="anywhere", languages=[], countries=[], distributionChannels=[])
    return here["id"], there["id"]


@pytest.fixture
def hat(a_product, berlin):
    here, there = berlin
    prices = [
        price(1000),
        price(900, country="DE"),
        price(800, country="FR"),
        price(700, channel={"typeId": "channel", "id": here}),
        price(600, channel={"typeId": "channel", "id": there}),
    ]
    master = {"sku": "hat-1", "prices": prices}
    return a_product("Hat", key="hat", publish=True, metaTitle={"en": "Hat", "de": "Hut"}, masterVariant=master)


def price(cents, **scope):
    return {"value": {"currencyCode": "EUR", "centAmount": cents}, **scope}


def cents(projection):
    return [each["value"]["centAmount"] for each in projection["masterVariant"]["prices"]]


def test_a_store_shows_its_languages_and_the_prices_of_its_channels_and_countries(api, hat):
    seen = api.get(f"{BERLIN}/{hat['id']}")
    assert (seen["metaTitle"], seen["name"], cents(seen)) == ({"de": "Hut"}, {"en": "Hat"}, [1000, 900, 700])
    assert api.get(f"{BERLIN}/key=hat") == seen
    assert api.get("product-projections/key=hat", storeProjection="berlin") == seen
    assert api.get("product-projections", storeProjection="berlin")["results"] == [seen]
    assert api.get("product-projections/key=hat", storeProjection="berlin", localeProjection="en")["metaTitle"] == {
        "en": "Hat"
    }
    assert cents(api.get("in-store/key=anywhere/product-projections/key=hat")) == [1000, 900, 800, 700, 600]


def test_a_price_that_a_store_does_not_show_is_not_selected_there(api, hat, berlin):
    asked = {"priceCurrency": "EUR", "priceChannel": berlin[1]}
    assert api.get("product-projections/key=hat", **asked)["masterVariant"]["price"]["value"]["centAmount"] == 600
    assert api.get(f"{BERLIN}/key=hat", **asked)["masterVariant"]["price"]["value"]["centAmount"] == 1000


def test_head_says_whether_a_product_is_there(api, hat):
    assert [api.head(path) for path in (f"{BERLIN}/key=hat", f"{BERLIN}/{hat['id']}", f"{BERLIN}/key=cap")] == [
        200,
        200,
        404,
    ]
    assert api.head("product-projections") == api.head(f"product-projections/{hat['id']}") == 200


def test_a_store_that_is_not_there_shows_nothing(api, hat):
    refused = api.refused(404, "GET", f"in-store/key=nowhere/product-projections/{hat['id']}")
    assert refused["errors"][0]["code"] == "ResourceNotFound"


def test_products_are_seen_with_a_permission_for_the_store(api, app, hat):
    clerk = Api(app, "view_categories")
    with app.app_context():
        clerk.token = tokens.issue(Principal("clerk", PROJECT, Scopes(("view_published_products:shop:berlin",))), 3600)
    clerk.get(f"{BERLIN}/key=hat")
    clerk.refused(403, "GET", f"{BERLIN}/key=hat", query_string={"staged": "true"})
    clerk.refused(403, "GET", "in-store/key=anywhere/product-projections/key=hat")
    clerk.refused(403, "GET", "product-projections/key=hat")
    api.refused(404, "GET", "in-store/key=berlin/products")
