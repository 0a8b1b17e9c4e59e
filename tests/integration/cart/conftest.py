"""The cart service as its clients see it, beside a catalogue that the product service made.

Replicas are written as an event would write them. Nobody answers for the product service, unless a test lets it.
"""

import pytest

from apps.cart.neighbours import neighbours
from apps.cart.service import service as cart_service
from apps.product.service import service as product_service
from tests.support.api import PROJECT, Api, app_of

EUR_10 = {"value": {"currencyCode": "EUR", "centAmount": 1000}}
GERMANY = {"name": "VAT", "amount": 0.19, "includedInPrice": True, "country": "DE"}
AMERICA = {"name": "Sales tax", "amount": 0.1, "includedInPrice": False, "country": "US"}


class Catalogue:
    """Product's own API; what it makes is told to carts."""

    def __init__(self, app):
        self.api = Api(app)
        self.names = 0

    def told(self, type_id, resource):
        neighbours.replicas.write(PROJECT, type_id, resource)
        return resource

    def tax_category(self, *rates):
        self.names += 1
        draft = {"name": f"goods-{self.names}", "rates": list(rates or (GERMANY, AMERICA))}
        return self.told("tax-category", self.api.post("tax-categories", draft))

    def product(self, tell=True, publish=True, prices=(EUR_10,), sku="hat", **fields):
        self.names += 1
        name = f"product-{self.names}"
        kind = self.api.post("product-types", {"name": name, "description": "anything"})
        draft = {
            "key": name,
            "productType": {"id": kind["id"]},
            "name": {"en": name},
            "slug": {"en": name},
            "publish": publish,
            "masterVariant": {"sku": sku, "prices": list(prices)},
        }
        made = self.api.post("products", draft | fields)
        return self.told("product", made) if tell else made

    def update(self, product, *actions, tell=True):
        changed = self.api.update("products", product, *actions)
        return self.told("product", changed) if tell else changed


@pytest.fixture
def catalogue(api):  # carts first: their replicas are written to
    return Catalogue(app_of(product_service))


@pytest.fixture
def api(mongodb):
    return Api(app_of(cart_service))


@pytest.fixture
def a_cart(api):
    def make(**fields):
        return api.post("carts", {"currency": "EUR"} | fields)

    return make
