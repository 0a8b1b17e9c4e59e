"""What an attribute or a custom field refers to is there, also where its service keeps no replicas of such."""

import uuid
from typing import Any

from tests.support.shopping import Shop

Json = dict[str, Any]


def nowhere(shop: Shop, path: str, draft: Json) -> str:
    """The type id of what the draft refers to in vain."""
    refused = shop.insist("POST", path, json=draft)
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["code"]) == (400, "ReferencedResourceNotFound")
    return str(error["typeId"])


def test_an_attribute_refers_to_a_customer_who_is_there(shop: Shop, key: str) -> None:
    kind = {"name": "set", "elementType": {"name": "reference", "referenceTypeId": "customer"}}
    attribute = {"name": "tailors", "label": {"en": "Tailors"}, "type": kind}
    made = shop.make("product-types", {"name": key, "description": "x", "attributes": [attribute]})
    draft = {"productType": {"id": made["id"]}, "name": {"en": key}, "slug": {"en": key}}
    ann = shop.make("customers", {"email": f"{key}@example.com", "password": "secret"})["customer"]

    def by(*tailors: str) -> Json:
        value = [{"typeId": "customer", "id": tailor} for tailor in tailors]
        return draft | {"masterVariant": {"attributes": [{"name": "tailors", "value": value}]}}

    assert nowhere(shop, "products", by(ann["id"], str(uuid.uuid4()))) == "customer"
    shop.make("products", by(ann["id"]))


def test_a_custom_field_refers_to_an_order_and_nothing_to_what_is_not_served(shop: Shop, key: str) -> None:
    fields = [
        {"name": name, "label": {"en": name}, "required": False, "type": {"name": "Reference", "referenceTypeId": name}}
        for name in ("order", "review")
    ]
    draft = {"key": key, "name": {"en": key}, "resourceTypeIds": ["customer"], "fieldDefinitions": fields}
    shop.make("types", draft)
    customer = {"email": f"{key}@example.com", "password": "secret"}
    for type_id in ("order", "review"):
        value = {type_id: {"typeId": type_id, "id": str(uuid.uuid4())}}
        custom = {"type": {"typeId": "type", "key": key}, "fields": value}
        assert nowhere(shop, "customers", customer | {"custom": custom}) == type_id
