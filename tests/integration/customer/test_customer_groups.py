"""Customer groups."""

import pytest

from apps.customer.service import service
from tests.support.api import Api, app_of


@pytest.fixture
def api(mongodb):
    return Api(app_of(service))


def test_a_group_is_born_with_a_group_name_and_shows_it_as_its_name(api):
    group = api.post("customer-groups", {"groupName": "Wholesale", "key": "wholesale"})
    assert (group["name"], "groupName" in group) == ("Wholesale", False)
    renamed = api.update("customer-groups", group, {"action": "changeName", "name": "Trade"})
    assert renamed["name"] == "Trade"
    keyless = api.update("customer-groups", renamed, {"action": "setKey"})
    assert "key" not in keyless


def test_names_are_unique(api):
    api.post("customer-groups", {"groupName": "Wholesale"})
    [error] = api.refused(400, "POST", "customer-groups", json={"groupName": "Wholesale"})["errors"]
    assert (error["code"], error["field"], error["duplicateValue"]) == ("DuplicateField", "name", "Wholesale")
