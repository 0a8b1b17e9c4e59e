"""The order service as its clients see it; orders come from the receiver that creates them."""

from uuid import uuid4

import pytest

from apps.order.neighbours import neighbours
from apps.order.service import service
from common.contracts.checkout import CreateOrder
from common.database import database
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


@pytest.fixture
def told():
    """The types of the messages of an order or a payment that still wait for their publisher."""

    def of(collection, resource):
        stored = database("order")[collection].find_one({"_id": resource["id"]})
        return [entry["message"] for entry in stored["_outbox"] if "message" in entry]

    return of


@pytest.fixture
def known(api):
    """Something of another service, as its event would have told of it: ``known("state", key="packed", …)``."""

    def known(type_id, **fields):
        json = {"id": str(uuid4()), "version": 1, **fields}
        neighbours.replicas.write(api.project, type_id, json)
        return json

    return known


@pytest.fixture
def a_type(known):
    """A Type whose one field ``note`` is a text."""

    def a_type(*carriers):
        field = {"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}
        made = known("type", key="notes", resourceTypeIds=list(carriers), fieldDefinitions=[field])
        return {"typeId": "type", "id": made["id"]}

    return a_type
