"""Actions on the one attribute definition that ``attributeName`` names."""

from dataclasses import dataclass
from typing import Any

from apps.product.product_types.definitions import AttributeName
from apps.product.product_types.document import ProductType
from apps.product.product_types.errors import AttributeNameDoesNotExist
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class OnDefinition:
    attribute_name: AttributeName

    def apply(self, product_type: ProductType) -> None:
        definition = named(product_type, self.attribute_name)
        changed = self.change(definition)
        product_type.attributes = [changed if each is definition else each for each in product_type.attributes]

    def change(self, definition: Json) -> Json:
        """The definition as it is afterwards."""
        raise NotImplementedError


def named(product_type: ProductType, name: str) -> Json:
    for definition in product_type.attributes:
        if definition["name"] == name:
            found: Json = definition
            return found
    raise AttributeNameDoesNotExist(name)


def with_value(definition: Json, name: str, value: Any) -> Json:
    """The definition with this field; without it where the value is None."""
    kept = {field: held for field, held in definition.items() if field != name}
    return kept if value is None else {**definition, name: value}
