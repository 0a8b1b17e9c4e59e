"""The product service as its clients see it."""

from uuid import uuid4

import pytest

from apps.product.neighbours import neighbours
from apps.product.service import service
from tests.support.api import PROJECT, Api, app_of


@pytest.fixture
def app(mongodb):
    return app_of(service)


@pytest.fixture
def api(app):
    return Api(app)


@pytest.fixture
def a_neighbour(app):
    """A resource of another service, as the product service knows it."""

    def make(type_id, **json):
        resource = {"id": str(uuid4()), "version": 1, **json}
        neighbours.replicas.write(PROJECT, type_id, resource)
        return resource

    return make


@pytest.fixture
def hat_type(api):
    enum = {"name": "enum", "values": [{"key": "s", "label": "Small"}, {"key": "l", "label": "Large"}]}
    return api.post(
        "product-types",
        {
            "name": "Hat",
            "key": "hat",
            "description": "What is worn on heads",
            "attributes": [
                {"name": "size", "label": {"en": "Size"}, "isRequired": False, "type": enum},
                {
                    "name": "sizes",
                    "label": {"en": "Sizes"},
                    "isRequired": False,
                    "type": {"name": "set", "elementType": enum},
                },
                {"name": "brim", "label": {"en": "Brim"}, "isRequired": False, "type": {"name": "number"}},
                {
                    "name": "serial",
                    "label": {"en": "Serial number"},
                    "isRequired": False,
                    "type": {"name": "text"},
                    "attributeConstraint": "Unique",
                },
                {
                    "name": "felt",
                    "label": {"en": "Felt"},
                    "isRequired": False,
                    "type": {"name": "text"},
                    "attributeConstraint": "SameForAll",
                },
                {
                    "name": "season",
                    "label": {"en": "Season"},
                    "isRequired": False,
                    "type": {"name": "text"},
                    "level": "Product",
                },
            ],
        },
    )


@pytest.fixture
def a_product(api, hat_type):
    def make(name="Hat", **fields):
        draft = {"productType": {"key": "hat"}, "name": {"en": name}, "slug": {"en": name.lower()}}
        return api.post("products", draft | fields)

    return make
