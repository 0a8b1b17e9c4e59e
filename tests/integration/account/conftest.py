"""The account service as its clients and its users see it."""

from itertools import count

import pytest

from apps.account.app import make_app
from apps.account.service import service
from common.resources.indexes import build
from tests.integration.account.people import Person, Program

_numbers = count(1)


@pytest.fixture(scope="session")
def indexes(mongodb_server):
    """They outlive the documents of a test."""
    make_app()
    return list(build(service))


@pytest.fixture
def app(mongodb, indexes):
    return make_app()


@pytest.fixture
def a_person(app):
    """Signs somebody up: ``ann = a_person()``."""

    def sign_up(**fields):
        person = Person(app)
        person.sign_up(**({"email": f"person-{next(_numbers)}@example.com", "password": "correct horse"} | fields))
        return person

    return sign_up


@pytest.fixture
def ann(a_person):
    """A user with the project ``shop``."""
    ann = a_person()
    ann.post("/api/account/projects", {"key": "shop", "name": "Ann's shop"}, status=201)
    return ann


@pytest.fixture
def a_program(app, ann):
    """An API client of Ann's shop that holds these scopes: ``reader = a_program("view_products:shop")``."""

    def make(scope="manage_project:shop manage_api_clients:shop", **draft):
        made = ann.post("/shop/api-clients", {"name": "a program", "scope": scope} | draft, status=201)
        return Program(app, made)

    return make


@pytest.fixture
def program(a_program):
    """One that may do everything in the shop."""
    return a_program()
