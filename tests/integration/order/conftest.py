"""The order service as its clients see it; orders come from the receiver that creates them."""

from uuid import uuid4

import pytest

from apps.order.service import service
from common.contracts.checkout import CreateOrder
from common.resources.document import on_the_wire
from tests.support.api import Api, app_of
from tests.support.carts import a_cart
from workers.order.creation import create_order


@pytest.fixture
def app(mongodb):
    return app_of(service)


@pytest.fixture
def api(app):
    return Api(app)


@pytest.fixture
def an_order(api):
    def an_order(*lines, draft=None, **cart):
        command = CreateOrder(str(uuid4()), "shop", cart=on_the_wire(a_cart(*lines, **cart)), draft=draft or {})
        assert create_order(command).outcome == "done"
        return api.get(f"orders/{command.saga_id}")

    return an_order
