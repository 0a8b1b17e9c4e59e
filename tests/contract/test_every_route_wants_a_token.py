"""No route of a project is open by oversight: whoever adds one without `@requires` hears it here."""

from importlib import import_module

import pytest

from common.services import table
from tests.support.api import app_of

ANYTHING = "0b5c3f9e-7d1c-4d51-9d0c-6f6f3c1f2a11"


@pytest.mark.parametrize("name", [service.name for service in table().services])
def test_every_route_of_a_project_wants_a_token(name, mongodb):
    app = app_of(import_module(f"apps.{name}.service").service)
    calls = list(_calls(app))
    answers = {call: app.test_client().open(call[1], method=call[0], json={}).status_code for call in calls}
    assert {call for call, status in answers.items() if status != 401} == set()
    assert calls


@pytest.mark.parametrize("name", [service.name for service in table().services])
def test_every_internal_route_wants_the_installations_own_token(name, mongodb):
    app = app_of(import_module(f"apps.{name}.service").service)
    internal = [str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/internal/")]
    assert internal
    for path in internal:
        assert app.test_client().post(path, json={}).status_code == 401
        assert app.test_client().post(path, json={}, headers={"X-Internal-Token": "guess"}).status_code == 401


def _calls(app):
    """(method, path) of every route below a project, with something for each of its variables."""
    for rule in app.url_map.iter_rules():
        if "project_key" in rule.arguments and not str(rule).startswith("/oauth/"):
            path = str(rule).replace("<project_key>", "shop")
            for argument in rule.arguments - {"project_key"}:
                path = path.replace(f"<{argument}>", ANYTHING)
            assert "<" not in path, f"{rule}: say here what its variable may be"
            yield from ((method, path) for method in (rule.methods or set()) - {"OPTIONS"})
