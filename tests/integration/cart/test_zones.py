"""Zones and the places in them."""

import pytest

from apps.cart.service import service
from tests.support.api import Api, app_of

TEXAS = {"country": "US", "state": "TX"}


@pytest.fixture
def api(mongodb):
    return Api(app_of(service))


def test_places_come_and_go(api):
    zone = api.post("zones", {"name": "Europe", "key": "eu", "locations": [{"country": "DE"}]})
    zone = api.update("zones", zone, {"action": "addLocation", "location": TEXAS})
    assert zone["locations"] == [{"country": "DE"}, TEXAS]
    zone = api.update("zones", zone, {"action": "removeLocation", "location": {"country": "DE"}})
    assert zone["locations"] == [TEXAS]
    absent = {"version": zone["version"], "actions": [{"action": "removeLocation", "location": {"country": "FR"}}]}
    api.refused(400, "POST", f"zones/{zone['id']}", json=absent)
    assert api.get("zones", where='locations(country = "US" and state = "TX")')["count"] == 1


def test_a_place_belongs_to_one_zone(api):
    api.post("zones", {"name": "Texas", "locations": [TEXAS]})
    [error] = api.refused(400, "POST", "zones", json={"name": "Again", "locations": [TEXAS]})["errors"]
    assert error["code"] == "DuplicateField"
    api.refused(400, "POST", "zones", json={"name": "Twice", "locations": [{"country": "FR"}, {"country": "FR"}]})
