"""Channels and states: small resources whose actions are mostly names in a table."""

import pytest

from apps.account.channels import channels
from apps.account.service import service as account
from apps.account.states import built_in, states
from apps.account.types import types
from common.database import database
from common.migrations import run
from common.resources.holding import NOTED
from common.resources.write import insert
from common.service import Service
from tests.support.api import PROJECT, Api, app_of


@pytest.fixture
def api(mongodb):
    return Api(app_of(Service("account", (types, channels, states))))


def test_a_channel_supplies_stock_unless_told_otherwise(api):
    assert api.post("channels", {"key": "warehouse"})["roles"] == ["InventorySupply"]


def test_the_roles_of_a_channel(api):
    channel = api.post("channels", {"key": "shop", "roles": ["Primary"]})
    channel = api.update("channels", channel, {"action": "addRoles", "roles": ["OrderExport"]})
    channel = api.update("channels", channel, {"action": "removeRoles", "roles": ["Primary"]})
    assert channel["roles"] == ["OrderExport"]
    none = {"version": channel["version"], "actions": [{"action": "removeRoles", "roles": ["OrderExport"]}]}
    assert api.refused(400, "POST", f"channels/{channel['id']}", json=none)["errors"][0]["code"] == "InvalidOperation"
    assert api.update("channels", channel, {"action": "setRoles", "roles": ["Primary"]})["roles"] == ["Primary"]


def test_channels_near_a_place_are_found(api):
    berlin = {"type": "Point", "coordinates": [13.37, 52.51]}
    channel = api.post("channels", {"key": "berlin", "geoLocation": berlin})
    api.post("channels", {"key": "nowhere"})
    found = api.get("channels", where="geoLocation within circle(13.37770, 52.51627, 1000)")
    assert [row["key"] for row in found["results"]] == ["berlin"]
    assert api.get("channels", where="geoLocation within circle(2.35, 48.85, 1000)")["count"] == 0
    gone = api.update("channels", channel, {"action": "setGeoLocation"})
    assert "geoLocation" not in gone


def test_the_address_of_a_channel_carries_custom_fields(api):
    floor = {"name": "floor", "label": {"en": "Floor"}, "required": False, "type": {"name": "Number"}}
    house = {"key": "house", "name": {"en": "House"}, "resourceTypeIds": ["address"]}
    api.post("types", {**house, "fieldDefinitions": [floor]})
    channel = api.post("channels", {"key": "shop"})
    early = {"version": 1, "actions": [{"action": "setAddressCustomType", "type": {"key": "house"}}]}
    api.refused(400, "POST", f"channels/{channel['id']}", json=early)
    channel = api.update(
        "channels",
        channel,
        {"action": "setAddress", "address": {"country": "DE", "city": "Berlin"}},
        {"action": "setAddressCustomType", "type": {"key": "house"}},
        {"action": "setAddressCustomField", "name": "floor", "value": 3},
    )
    assert channel["address"]["custom"]["fields"] == {"floor": 3}


def test_states_make_a_workflow_of_one_type(api):
    done = api.post("states", {"key": "done", "type": "OrderState", "initial": False})
    begun = api.post("states", {"key": "begun", "type": "OrderState", "transitions": [{"key": "done"}]})
    assert begun["transitions"] == [{"typeId": "state", "id": done["id"]}]
    assert (begun["initial"], begun["builtIn"]) == (True, False)
    assert api.refused(400, "DELETE", f"states/{done['id']}", query_string={"version": 1})["errors"][0]["code"] == (
        "ReferenceExists"
    )
    other = {"key": "other", "type": "PaymentState", "transitions": [{"key": "done"}]}
    assert api.refused(400, "POST", "states", json=other)["errors"][0]["code"] == "InvalidInput"
    assert "transitions" not in api.update("states", begun, {"action": "setTransitions"})


def test_the_state_that_every_project_has_keeps_its_key_and_stays(api):
    insert("state", built_in(PROJECT), [])  # as a new project does
    [initial] = api.get("states", where="builtIn = true")["results"]
    change = {"version": 1, "actions": [{"action": "changeKey", "key": "first"}]}
    assert api.refused(400, "POST", "states/key=Initial", json=change)["errors"][0]["code"] == "InvalidOperation"
    refused = api.refused(400, "DELETE", f"states/{initial['id']}", query_string={"version": 1})
    assert refused["errors"][0]["code"] == "InvalidOperation"
    named = api.update("states", initial, {"action": "setName", "name": {"en": "New"}})
    assert (named["name"], named["key"]) == ({"en": "New"}, "Initial")


def test_a_type_stays_while_a_channel_has_fields_of_it(api):
    made = api.post("types", {"key": "house", "name": {"en": "House"}, "resourceTypeIds": ["channel"]})
    custom = {"type": {"key": "house"}, "fields": {}}
    channel = api.post("channels", {"key": "shop", "custom": custom})
    refusal = api.refused(400, "DELETE", f"types/{made['id']}", query_string={"version": 1})
    assert (refusal["errors"][0]["code"], refusal["errors"][0]["referencedBy"]) == ("ReferenceExists", "channel")
    api.update("channels", channel, {"action": "setCustomType"})
    api.delete("types", made)


def test_a_state_that_only_follows_itself_can_be_deleted(api):
    state = api.post("states", {"key": "on", "type": "OrderState"})
    state = api.update("states", state, {"action": "setTransitions", "transitions": [{"key": "on"}]})
    api.delete("states", state)


def test_rows_from_before_such_notes_hold_what_they_refer_to_once_they_are_migrated(api):
    made = api.post("types", {"key": "house", "name": {"en": "House"}, "resourceTypeIds": ["channel"]})
    api.post("channels", {"key": "shop", "custom": {"type": {"key": "house"}, "fields": {}}})
    database("account")["channels"].update_one({"key": "shop"}, {"$unset": {NOTED: ""}})
    assert any("1 of 1 rows changed" in line for line in run(account, finishing=True))
    refusal = api.refused(400, "DELETE", f"types/{made['id']}", query_string={"version": 1})
    assert refusal["errors"][0]["code"] == "ReferenceExists"
