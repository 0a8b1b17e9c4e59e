"""Types, and the custom fields they declare on a category."""

import pytest

from apps.account.types import types
from apps.product.categories import categories
from common import database
from common.service import Service
from tests.support.api import Api, app_of

STRING = {"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}
COLOUR = {
    "name": "colour",
    "label": {"en": "Colour"},
    "required": True,
    "type": {"name": "Set", "elementType": {"name": "Enum", "values": [{"key": "red", "label": "Red"}]}},
}


@pytest.fixture
def api(mongodb):
    return Api(app_of(Service("account", (types,))))


@pytest.fixture
def notes(api):
    draft = {"key": "notes", "name": {"en": "Notes"}, "resourceTypeIds": ["category"]}
    return api.post("types", {**draft, "fieldDefinitions": [STRING, COLOUR]})


@pytest.fixture
def shop(mongodb):
    """Both services' resources in one, so that categories see types without a broker."""
    database.connect("product")
    return Api(app_of(Service("account", (types, categories))))


def test_a_type_says_what_its_fields_are(api, notes):
    note, colour = notes["fieldDefinitions"]
    assert note == {**STRING, "inputHint": "SingleLine"}
    assert colour["type"] == COLOUR["type"]
    assert api.get("types/key=notes") == notes


def test_the_name_of_a_field_may_be_long(api):
    draft = {"key": "long", "name": {"en": "Long"}, "resourceTypeIds": ["category"]}
    made = api.post("types", {**draft, "fieldDefinitions": [{**STRING, "name": "n" * 256}]})
    assert made["fieldDefinitions"][0]["name"] == "n" * 256
    refused = api.refused(400, "POST", "types", json={**draft, "fieldDefinitions": [{**STRING, "name": "n" * 257}]})
    assert "fieldDefinitions -> 0 -> name" in refused["errors"][0]["detailedErrorMessage"]


def test_definitions_and_their_values_change(api, notes):
    changed = api.update(
        "types",
        notes,
        {"action": "addEnumValue", "fieldName": "colour", "value": {"key": "blue", "label": "Blue"}},
        {"action": "changeEnumValueLabel", "fieldName": "colour", "value": {"key": "red", "label": "Rot"}},
        {"action": "changeEnumValueOrder", "fieldName": "colour", "keys": ["blue", "red"]},
        {"action": "changeFieldDefinitionOrder", "fieldNames": ["colour", "note"]},
        {"action": "changeLabel", "fieldName": "note", "label": {"en": "Remark"}},
        {"action": "changeInputHint", "fieldName": "note", "inputHint": "MultiLine"},
        {"action": "changeKey", "key": "remarks"},
        {"action": "changeName", "name": {"en": "Remarks"}},
        {"action": "setDescription", "description": {"en": "d"}},
    )
    colour, note = changed["fieldDefinitions"]
    assert [value["label"] for value in colour["type"]["elementType"]["values"]] == ["Blue", "Rot"]
    assert (note["label"], note["inputHint"], changed["version"]) == ({"en": "Remark"}, "MultiLine", 10)
    gone = api.update("types", changed, {"action": "removeFieldDefinition", "fieldName": "note"})
    assert len(gone["fieldDefinitions"]) == 1


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"action": "addFieldDefinition", "fieldDefinition": STRING}, "DuplicateField"),
        ({"action": "removeFieldDefinition", "fieldName": "none"}, "InvalidOperation"),
        ({"action": "addEnumValue", "fieldName": "note", "value": {"key": "k", "label": "l"}}, "InvalidOperation"),
        ({"action": "addEnumValue", "fieldName": "colour", "value": {"key": "red", "label": "l"}}, "DuplicateField"),
        ({"action": "changeFieldDefinitionOrder", "fieldNames": ["note"]}, "InvalidInput"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(api, notes, action, code):
    refusal = api.refused(400, "POST", f"types/{notes['id']}", json={"version": 1, "actions": [action]})
    assert refusal["errors"][0]["code"] == code


def test_custom_fields_are_those_that_the_type_declares(shop, notes):
    draft = {"name": {"en": "Hats"}, "slug": {"en": "hats"}}
    of_notes = {"typeId": "type", "key": "notes"}
    hats = shop.post("categories", {**draft, "custom": {"type": of_notes, "fields": {"colour": ["red", "red"]}}})
    assert hats["custom"] == {"type": {"typeId": "type", "id": notes["id"]}, "fields": {"colour": ["red"]}}
    hats = shop.update("categories", hats, {"action": "setCustomField", "name": "note", "value": "soft"})
    assert shop.get("categories", where='custom(fields(note = "soft"))')["count"] == 1
    hats = shop.update("categories", hats, {"action": "setCustomField", "name": "note"})
    assert hats["custom"]["fields"] == {"colour": ["red"]}
    hats = shop.update("categories", hats, {"action": "setCustomType"})
    assert "custom" not in hats
    hats = shop.update("categories", hats, {"action": "setCustomType", "type": of_notes, "fields": {"colour": []}})
    assert hats["custom"]["fields"] == {"colour": []}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "RequiredField"),
        ({"colour": None}, "RequiredField"),
        ({"colour": ["green"]}, "InvalidInput"),
        ({"colour": "red"}, "InvalidInput"),
        ({"colour": ["red"], "unknown": 1}, "InvalidField"),
        ({"colour": ["red"], "note": 5}, "InvalidInput"),
    ],
)
def test_fields_that_do_not_fit_their_type_are_refused(shop, notes, fields, code):
    custom = {"type": {"key": "notes"}, "fields": fields}
    draft = {"name": {"en": "Hats"}, "slug": {"en": "hats"}, "custom": custom}
    assert shop.refused(400, "POST", "categories", json=draft)["errors"][0]["code"] == code


def test_a_custom_field_that_is_null_is_not_there(shop, notes):
    fields = {"colour": [], "note": None}
    draft = {"name": {"en": "Hats"}, "slug": {"en": "hats"}, "custom": {"type": {"key": "notes"}, "fields": fields}}
    assert shop.post("categories", draft)["custom"]["fields"] == {"colour": []}


def test_a_type_is_for_what_may_carry_custom_fields(api):
    draft = {"key": "notes", "name": {"en": "Notes"}, "resourceTypeIds": ["category", "cloud"]}
    [error] = api.refused(400, "POST", "types", json=draft)["errors"]
    assert error["detailedErrorMessage"].startswith("resourceTypeIds -> 1: Must be one of: address, ")


def test_assets_carry_custom_fields_too(shop, api):
    draft = {"key": "credits", "name": {"en": "Credits"}, "resourceTypeIds": ["asset"]}
    shop.post("types", {**draft, "fieldDefinitions": [{**STRING, "name": "by"}]})
    asset = {"name": {"en": "v"}, "key": "video", "sources": [{"uri": "https://shop.example/v"}]}
    hats = shop.post("categories", {"name": {"en": "Hats"}, "slug": {"en": "hats"}, "assets": [asset]})
    hats = shop.update(
        "categories",
        hats,
        {"action": "setAssetCustomType", "assetKey": "video", "type": {"key": "credits"}, "fields": {"by": "A"}},
        {"action": "setAssetCustomField", "assetKey": "video", "name": "by", "value": "B"},
    )
    assert hats["assets"][0]["custom"]["fields"] == {"by": "B"}
