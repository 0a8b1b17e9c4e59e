"""A read by id is answered before Flask, and nobody can tell but by the time it takes."""

from contextlib import contextmanager
from uuid import uuid4

import pytest
from flask import request_started

from common.auth.bearer import EXTENSION
from tests.support.api import Api

OWN = {"X-Correlation-ID"}
"""Headers that differ from request to request."""
FLASKS_WAY = {"query_string": {"expand": "nothing"}}


@contextmanager
def requests_of(app):
    """The requests that Flask sees meanwhile."""
    seen = []

    def note(*_, **__):
        seen.append(1)

    with request_started.connected_to(note, app):
        yield seen


def told(response):
    return response.status_code, {**response.headers} | dict.fromkeys(OWN), response.data


@pytest.fixture
def known(api):
    """Has been let in a moment ago."""
    assert api.head("categories") == 404
    return api


def test_the_answer_is_the_one_that_flask_gives(app, known, a_product, hat_type):
    category = known.post("categories", {"name": {"en": "Hats"}, "slug": {"en": "hats"}})
    here = {"products": a_product(), "product-types": hat_type, "categories": category}
    for path, resource in here.items():
        with requests_of(app) as seen:
            straight = known.bare("GET", f"{path}/{resource['id']}")
        assert not seen
        assert straight.json == resource
        assert told(straight) == told(known.bare("GET", f"{path}/{resource['id']}", **FLASKS_WAY))


def test_what_is_not_there_is_refused_as_ever(known, a_product):
    hat = a_product()
    known.delete("products", hat)
    for path in (f"products/{hat['id']}", f"categories/{uuid4()}", f"unknown/{uuid4()}"):
        straight = known.bare("GET", path)
        assert straight.status_code == 404
        assert told(straight) == told(known.bare("GET", path, **FLASKS_WAY))


@pytest.mark.parametrize(("permission", "status"), [("view_products", 200), ("view_orders", 403)])
def test_permissions_are_asked_for(app, api, a_product, permission, status):
    hat = a_product()
    other = Api(app, permission)
    for _ in range(2):  # the first time the token is new
        assert other.bare("GET", f"products/{hat['id']}").status_code == status


def test_another_project_sees_nothing(app, a_product):
    stranger, hat = Api(app, project="strangers"), a_product()
    assert stranger.bare("GET", f"products/{hat['id']}").status_code == 404
    assert stranger.client.get(f"/shop/products/{hat['id']}", headers=_bearing(stranger.token)).status_code == 403


def test_a_token_that_was_not_looked_up_lately_goes_to_who_looks_it_up(app, known, a_product):
    path = f"products/{a_product()['id']}"
    app.extensions[EXTENSION].verify(known.token).checked_at = 0
    with requests_of(app) as seen:
        assert [known.bare("GET", path).status_code for _ in range(2)] == [200, 200]
    assert seen == [1]


def test_a_request_is_logged_once_and_followed_by_its_correlation_id(known, a_product, caplog):
    found, lost = f"products/{a_product()['id']}", f"products/{uuid4()}"
    caplog.clear()
    for path in (found, lost):
        assert known.bare("GET", path, headers={"X-Correlation-ID": "asked"}).headers["X-Correlation-ID"] == "asked"
    assert [record.getMessage() for record in caplog.records] == [f"GET /shop/{found} 200", f"GET /shop/{lost} 404"]


@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer nonsense"}])
def test_who_brings_no_token_is_not_let_in(app, a_product, header):
    assert app.test_client().get(f"/shop/products/{a_product()['id']}", headers=header).status_code == 401


def _bearing(token):
    return {"Authorization": f"Bearer {token}"}
