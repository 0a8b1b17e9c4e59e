"""The product service as its clients see it."""

import pytest

from apps.product.service import service
from tests.support.api import Api, app_of


@pytest.fixture
def app(mongodb):
    return app_of(service)


@pytest.fixture
def api(app):
    return Api(app)
