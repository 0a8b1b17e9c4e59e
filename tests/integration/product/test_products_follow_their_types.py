"""What changes in a product type, its products show a moment later."""

from apps.product.product_types.document import ProductType
from apps.product.products.following import follow_all
from common.resources.document import collection_of
from tests.support.catalogue import act, halves


def change_type(api, hat_type, *actions):
    return api.update("product-types", api.get(f"product-types/{hat_type['id']}"), *actions)


def values_of(half):
    return {each["name"]: each["value"] for each in half["masterVariant"]["attributes"]}


def test_renamed_relabelled_and_removed_attributes(api, hat_type, a_product):
    hat = a_product(
        publish=True,
        masterVariant={
            "attributes": [
                {"name": "size", "value": "s"},
                {"name": "sizes", "value": ["s", "l"]},
                {"name": "brim", "value": 7},
                {"name": "felt", "value": "wool"},
            ]
        },
    )
    hat = act(api, hat, {"action": "setAttribute", "variantId": 1, "name": "size", "value": "l"})
    change_type(
        api,
        hat_type,
        {"action": "changeAttributeName", "attributeName": "felt", "newAttributeName": "fabric"},
        {"action": "removeAttributeDefinition", "name": "brim"},
        {"action": "changeEnumKey", "attributeName": "size", "key": "s", "newKey": "xs"},
        {"action": "changePlainEnumValueLabel", "attributeName": "size", "newValue": {"key": "xs", "label": "Tiny"}},
        {"action": "removeEnumValues", "attributeName": "size", "keys": ["l"]},
        {"action": "removeEnumValues", "attributeName": "sizes", "keys": ["l"]},
    )
    follow_all()
    seen = api.get(f"products/{hat['id']}")
    current, staged = halves(seen)
    small = [{"key": "s", "label": "Small"}]
    assert values_of(current) == {"size": {"key": "xs", "label": "Tiny"}, "sizes": small, "fabric": "wool"}
    assert values_of(staged) == {"sizes": small, "fabric": "wool"}
    assert seen["version"] == hat["version"] + 1


def test_a_product_that_needs_no_change_gets_none_and_the_note_goes(api, hat_type, a_product):
    hat = a_product(masterVariant={"attributes": [{"name": "brim", "value": 1}, {"name": "felt", "value": "wool"}]})
    change_type(api, hat_type, {"action": "removeAttributeDefinition", "name": "size"})
    note = {"_id": hat_type["id"], "_unfollowed": {"$exists": True}}
    assert collection_of(ProductType).count_documents(note) == 1
    follow_all()
    follow_all()
    assert api.get(f"products/{hat['id']}") == hat
    assert collection_of(ProductType).count_documents(note) == 0


def test_what_changed_in_a_type_is_not_forgotten_while_it_changes_again(api, hat_type, a_product):
    hat = a_product(masterVariant={"attributes": [{"name": "felt", "value": "wool"}]})
    for old, new in (("felt", "fabric"), ("fabric", "cloth")):
        change_type(api, hat_type, {"action": "changeAttributeName", "attributeName": old, "newAttributeName": new})
    follow_all()
    assert values_of(halves(api.get(f"products/{hat['id']}"))[0]) == {"cloth": "wool"}
