"""How a product type is born, and how it takes in one more attribute.

https://docs.commercetools.com/api/projects/productTypes#producttypedraft
"""

from dataclasses import dataclass

from apps.product.product_types.definitions import AttributeDefinition, definition_at_rest, kind_of
from apps.product.product_types.document import ProductType
from apps.product.product_types.errors import AttributeDefinitionAlreadyExists, AttributeDefinitionTypeConflict
from common.errors import InvalidOperation
from common.resources.card import shared_fields
from common.resources.context import Context
from common.resources.document import collection_of
from common.values.texts import Key
from common.wire.json import Json

MAX_ATTRIBUTES = 100  # https://docs.commercetools.com/api/limits


@dataclass(frozen=True)
class ProductTypeDraft:
    name: str
    description: str
    key: Key | None = None
    attributes: tuple[AttributeDefinition, ...] = ()


def born(draft: ProductTypeDraft, context: Context) -> ProductType:
    made = ProductType(**shared_fields(draft, ProductType, without=("attributes",)))
    for definition in draft.attributes:
        add_definition(made, definition, context)
    return made


def add_definition(product_type: ProductType, definition: AttributeDefinition, context: Context) -> None:
    added = definition_at_rest(definition)
    if len(product_type.attributes) == MAX_ATTRIBUTES:
        raise InvalidOperation(f"A product type has at most {MAX_ATTRIBUTES} attributes.")
    check_name_is_free(product_type, added, context)
    product_type.attributes = [*product_type.attributes, added]


def check_name_is_free(product_type: ProductType, added: Json, context: Context) -> None:
    """For this attribute: the type must not have one of its name yet, nor another type one of another kind."""
    if any(each["name"] == added["name"] for each in product_type.attributes):
        raise AttributeDefinitionAlreadyExists(product_type.id, product_type.name, added["name"])
    same_name = {"projectKey": context.project_key, "attributes.name": added["name"]}
    for other in collection_of(ProductType).find(same_name, {"name": 1, "attributes.name": 1, "attributes.type": 1}):
        for each in other["attributes"]:
            conflicts = each["name"] == added["name"] and kind_of(each["type"]) != kind_of(added["type"])
            if conflicts and other["_id"] != product_type.id:
                raise AttributeDefinitionTypeConflict(other["_id"], other["name"], added["name"])
