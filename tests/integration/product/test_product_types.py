"""Product types: attributes that products have in common."""

import pytest


def attribute(name, type_name="text", **fields):
    declared = fields.pop("type", {"name": type_name})
    return {"name": name, "label": {"en": name}, "isRequired": False, "type": declared, **fields}


def enum(*keys):
    return {"name": "enum", "values": [{"key": key, "label": key.upper()} for key in keys]}


def lenum(*keys):
    return {"name": "lenum", "values": [{"key": key, "label": {"en": key.upper()}} for key in keys]}


def set_of(declared):
    return {"name": "set", "elementType": declared}


@pytest.fixture
def a_type(api):
    def make(*attributes, name="Hat", **fields):
        draft = {"name": name, "description": f"{name}s", "attributes": list(attributes), **fields}
        return api.post("product-types", draft)

    return make


def refused_code(api, product_type, *actions):
    body = {"version": product_type["version"], "actions": list(actions)}
    [error] = api.refused(400, "POST", f"product-types/{product_type['id']}", json=body)["errors"]
    return error


def test_a_new_product_type_reads_as_it_was_written(api, a_type):
    made = a_type(
        attribute("felt"),
        attribute("sizes", type=set_of(set_of(lenum("s", "l"))), level="Product"),
        attribute("maker", type={"name": "reference", "referenceTypeId": "category"}),
        key="hat",
    )
    assert made["attributes"][0] == {
        "name": "felt",
        "label": {"en": "felt"},
        "type": {"name": "text"},
        "isRequired": False,
        "level": "Variant",
        "attributeConstraint": "None",
        "inputHint": "SingleLine",
        "isSearchable": True,
    }
    assert made["attributes"][1]["type"] == set_of(set_of(lenum("s", "l")))
    assert made["attributes"][2]["type"] == {"name": "reference", "referenceTypeId": "category"}
    assert made == api.get("product-types/key=hat")
    assert api.head("product-types", where='attributes(name = "felt" and type(name = "text"))') == 200
    assert api.head("product-types", where='attributes(name = "felt" and type(name = "number"))') == 404


def test_a_type_can_nest_another(api, a_type):
    nutrient = a_type(attribute("grams", "number"), name="Nutrient", key="nutrient")
    food = a_type(
        attribute("nutrients", type={"name": "nested", "typeReference": {"typeId": "product-type", "key": "nutrient"}})
    )
    assert food["attributes"][0]["type"]["typeReference"] == {"typeId": "product-type", "id": nutrient["id"]}
    draft = {
        "name": "x",
        "description": "x",
        "attributes": [attribute("nested", type={"name": "nested", "typeReference": {"id": "none"}})],
    }
    assert api.refused(400, "POST", "product-types", json=draft)["errors"][0]["code"] == "ReferencedResourceNotFound"


def test_definitions_come_change_and_go(api, a_type):
    hat = a_type(attribute("felt"), attribute("brim", "number", attributeConstraint="Unique"))
    changed = api.update(
        "product-types",
        hat,
        {"action": "addAttributeDefinition", "attribute": attribute("ribbon", "boolean")},
        {"action": "changeAttributeOrderByName", "attributeNames": ["ribbon", "brim", "felt"]},
        {"action": "changeLabel", "attributeName": "felt", "label": {"en": "Felt"}},
        {"action": "setInputTip", "attributeName": "felt", "inputTip": {"en": "Which felt?"}},
        {"action": "changeInputHint", "attributeName": "felt", "newValue": "MultiLine"},
        {"action": "changeIsSearchable", "attributeName": "felt", "isSearchable": False},
        {"action": "changeAttributeConstraint", "attributeName": "brim", "newValue": "None"},
        {"action": "changeName", "name": "Headgear"},
        {"action": "changeDescription", "description": "On heads"},
        {"action": "setKey", "key": "headgear"},
    )
    assert changed["version"] == 11
    ribbon, brim, felt = changed["attributes"]
    assert (ribbon["name"], brim["attributeConstraint"]) == ("ribbon", "None")
    assert (felt["label"], felt["inputTip"]) == ({"en": "Felt"}, {"en": "Which felt?"})
    assert (felt["inputHint"], felt["isSearchable"]) == ("MultiLine", False)
    changed = api.update(
        "product-types",
        changed,
        {"action": "removeAttributeDefinition", "name": "brim"},
        {"action": "setInputTip", "attributeName": "felt"},
        {"action": "changeAttributeOrder", "attributes": [felt, ribbon]},
    )
    assert [each["name"] for each in changed["attributes"]] == ["felt", "ribbon"]
    assert "inputTip" not in changed["attributes"][0]


@pytest.mark.parametrize("declared", [enum("s", "l"), set_of(enum("s", "l"))])
def test_values_of_enums_come_change_and_go(api, a_type, declared):
    hat = a_type(attribute("size", type=declared))
    hat = api.update(
        "product-types",
        hat,
        {"action": "addPlainEnumValue", "attributeName": "size", "value": {"key": "m", "label": "M"}},
        {"action": "changePlainEnumValueLabel", "attributeName": "size", "newValue": {"key": "l", "label": "Large"}},
        {"action": "removeEnumValues", "attributeName": "size", "keys": ["s"]},
        {
            "action": "changePlainEnumValueOrder",
            "attributeName": "size",
            "values": [{"key": "m", "label": "M"}, {"key": "l", "label": "Large"}],
        },
    )
    assert hat["version"] == 5
    size = hat["attributes"][0]["type"]
    assert size.get("elementType", size)["values"] == [{"key": "m", "label": "M"}, {"key": "l", "label": "Large"}]


def test_values_of_localized_enums_come_and_change(api, a_type):
    hat = a_type(attribute("size", type=lenum("s")))
    hat = api.update(
        "product-types",
        hat,
        {"action": "addLocalizedEnumValue", "attributeName": "size", "value": {"key": "l", "label": {"en": "L"}}},
        {
            "action": "changeLocalizedEnumValueLabel",
            "attributeName": "size",
            "newValue": {"key": "s", "label": {"de": "klein"}},
        },
        {
            "action": "changeLocalizedEnumValueOrder",
            "attributeName": "size",
            "values": [{"key": "l", "label": {"en": "L"}}, {"key": "s", "label": {"de": "klein"}}],
        },
    )
    assert [value["key"] for value in hat["attributes"][0]["type"]["values"]] == ["l", "s"]


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"action": "addAttributeDefinition", "attribute": attribute("size")}, "AttributeDefinitionAlreadyExists"),
        ({"action": "removeAttributeDefinition", "name": "none"}, "AttributeNameDoesNotExist"),
        ({"action": "changeLabel", "attributeName": "none", "label": {"en": "x"}}, "AttributeNameDoesNotExist"),
        ({"action": "changeAttributeOrderByName", "attributeNames": ["felt"]}, "InvalidInput"),
        (
            {"action": "addAttributeDefinition", "attribute": attribute("weight", type=enum("a", "b", "a"))},
            "DuplicateEnumValues",
        ),
        (
            {"action": "addPlainEnumValue", "attributeName": "size", "value": {"key": "s", "label": "x"}},
            "EnumKeyAlreadyExists",
        ),
        (
            {"action": "changePlainEnumValueLabel", "attributeName": "size", "newValue": {"key": "x", "label": "x"}},
            "EnumKeyDoesNotExist",
        ),
        (
            {"action": "addPlainEnumValue", "attributeName": "felt", "value": {"key": "s", "label": "x"}},
            "InvalidOperation",
        ),
        (
            {"action": "changePlainEnumValueOrder", "attributeName": "size", "values": [{"key": "s", "label": "S"}]},
            "EnumValuesMustMatch",
        ),
        ({"action": "removeEnumValues", "attributeName": "size", "keys": ["x"]}, "EnumKeyDoesNotExist"),
        ({"action": "removeEnumValues", "attributeName": "needed", "keys": ["a"]}, "EnumValueIsUsed"),
        (
            {"action": "changeAttributeConstraint", "attributeName": "felt", "newValue": "Unique"},
            "InvalidJsonInput",
        ),
        (
            {
                "action": "addAttributeDefinition",
                "attribute": attribute("x1", level="Product", attributeConstraint="Unique"),
            },
            "InvalidOperation",
        ),
        ({"action": "addAttributeDefinition", "attribute": attribute("x1", "nonsense")}, "InvalidJsonInput"),
        ({"action": "addAttributeDefinition", "attribute": attribute("x")}, "InvalidJsonInput"),
    ],
)
def test_a_change_that_contradicts_the_type_is_refused(api, a_type, action, code):
    hat = a_type(
        attribute("size", type=enum("s", "l")), attribute("felt"), attribute("needed", type=enum("a"), isRequired=True)
    )
    assert refused_code(api, hat, action)["code"] == code
    assert api.get(f"product-types/{hat['id']}") == hat


def test_attributes_of_one_name_have_one_type_in_a_project(api, a_type):
    hat = a_type(attribute("size", type=enum("s")))
    a_type(attribute("size", type=enum("xl")), name="Shirt")
    draft = {"name": "Shoe", "description": "Shoes", "attributes": [attribute("size", "number")]}
    [error] = api.refused(400, "POST", "product-types", json=draft)["errors"]
    assert (error["code"], error["conflictingAttributeName"]) == ("AttributeDefinitionTypeConflict", "size")
    assert error["conflictingProductTypeId"] == hat["id"]


def test_a_type_in_use_stays(api, a_type, a_product, hat_type):
    a_product()
    refusal = api.refused(400, "DELETE", f"product-types/{hat_type['id']}", query_string={"version": 1})
    assert (refusal["errors"][0]["code"], refusal["errors"][0]["referencedBy"]) == ("ReferenceExists", "product")
    unused = a_type()
    assert api.delete("product-types", unused) == unused


def test_what_is_nested_is_in_five_sets_at_most(api, a_type):
    inner = a_type()
    kind = {"name": "nested", "typeReference": {"typeId": "product-type", "id": inner["id"]}}
    for _ in range(5):
        kind = {"name": "set", "elementType": kind}
    definition = {"name": "boxes", "label": {"en": "Boxes"}, "type": kind}
    draft = {"name": "Boxes", "description": "x", "attributes": [definition]}
    assert api.post("product-types", draft)["attributes"][0]["type"] == kind
    definition |= {"name": "more", "type": {"name": "set", "elementType": kind}}
    [error] = api.refused(400, "POST", "product-types", json=draft)["errors"]
    assert error["code"] == "InvalidOperation"
