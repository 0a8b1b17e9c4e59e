"""The customer service as its clients see it, and the Types it knows from account."""

from itertools import count

import pytest

from apps.customer.customers.document import Customer
from apps.customer.neighbours import neighbours
from apps.customer.service import service
from common.resources.document import collection_of
from tests.support.api import Api, app_of

_numbers = count(1)


@pytest.fixture
def app(mongodb):
    return app_of(service)


@pytest.fixture
def api(app):
    return Api(app)


@pytest.fixture
def a_customer(api):
    """Signs somebody up: ``ann = a_customer(firstName="Ann")``."""

    def sign_up(**fields):
        draft = {"email": f"customer-{next(_numbers)}@example.com", "password": "correct horse"} | fields
        return api.post("customers", draft)["customer"]

    return sign_up


@pytest.fixture
def changed(api):
    """Applies actions: ``ann = changed(ann, {"action": …})``."""
    return lambda customer, *actions: api.update("customers", customer, *actions)


@pytest.fixture
def a_type(api):
    """A Type whose one field ``note`` is a text, as account would have told of it."""

    def make(*carriers):
        field = {"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}
        json = {"id": "t-1", "key": "notes", "version": 1, "resourceTypeIds": list(carriers)}
        neighbours.replicas.write(api.project, "type", json | {"fieldDefinitions": [field]})
        return {"typeId": "type", "id": "t-1"}

    return make


@pytest.fixture
def told():
    """The messages of a customer that still wait for their publisher, without the first (that it was created)."""

    def of(customer):
        entries = collection_of(Customer).find_one({"_id": customer["id"]})["_outbox"]
        return [entry["message"] for entry in entries if "message" in entry][1:]

    return of
