"""Values of attributes, as the product type declares them.

https://docs.commercetools.com/api/projects/products#attribute
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from apps.product.products.errors import InvalidAttribute
from common.errors import InvalidField, InvalidOperation, RequiredField
from common.resources.context import Context
from common.resources.typed_references import check_references
from common.resources.typed_values import at_rest
from common.values.variants import Attribute
from common.wire.json import Json

Level = Literal["Product", "Variant"]
Attributes = list[Json]

MAX_SEARCHABLE = 10_922  # https://docs.commercetools.com/api/limits#field-content-size
MAX_NESTED = 5
"""Levels of nested product types (a product type may nest itself)."""


def attributes_at_rest(given: Iterable[Attribute], product_type_id: str, level: Level, context: Context) -> Attributes:
    """``[{"name": …, "value": …}]`` of those that have a value; RequiredField if one that must be there is not."""
    made: Attributes = []
    for attribute in given:
        if any(other["name"] == attribute.name for other in made):
            raise InvalidField("attributes.name", attribute.name)
        made = with_attribute(made, attribute, product_type_id, level, context)
    for definition in definitions_of(product_type_id, context):
        missing = definition["isRequired"] and all(each["name"] != definition["name"] for each in made)
        if missing and definition["level"] == level:
            raise RequiredField(definition["name"])
    return made


def with_attribute(
    attributes: Attributes, given: Attribute, product_type_id: str, level: Level, context: Context
) -> Attributes:
    """The attributes with this one set, or without it where it has no value."""
    definition = _definition(given.name, product_type_id, level, context)
    if given.value is None:
        if definition["isRequired"]:
            raise RequiredField(given.name)
        return [each for each in attributes if each["name"] != given.name]
    changed = {"name": given.name, "value": _checked(given, definition, context)}
    if any(each["name"] == given.name for each in attributes):
        return [changed if each["name"] == given.name else each for each in attributes]
    return [*attributes, changed]


def definitions_of(product_type_id: str, context: Context) -> list[Json]:
    product_type = context.find("product-type", product_type_id)
    if product_type is None:
        raise InvalidOperation(f"The product type '{product_type_id}' of this product does not exist any more.")
    definitions: list[Json] = product_type["attributes"]
    return definitions


def _definition(name: str, product_type_id: str, level: Level, context: Context) -> Json:
    definitions = definitions_of(product_type_id, context)
    for definition in definitions:
        if definition["name"] == name:
            if definition["level"] != level:
                raise InvalidOperation(f"The attribute '{name}' belongs to the {definition['level'].lower()}.")
            return definition
    raise InvalidField(f"attributes.{name}", name, [each["name"] for each in definitions if each["level"] == level])


def _checked(given: Attribute, definition: Json, context: Context) -> Any:
    declared = with_nested_types(definition["type"], context)
    try:
        value = at_rest(given.value, declared)
    except ValueError as problem:
        raise InvalidAttribute(given.name, given.value, reason=str(problem)) from None
    if definition["isSearchable"] and any(len(text) > MAX_SEARCHABLE for text in _texts(value, declared)):
        reason = f"a searchable text has at most {MAX_SEARCHABLE} characters"
        raise InvalidAttribute(given.name, given.value, reason=reason)
    check_references(value, declared, context)
    return value


def _texts(value: Any, declared: Json) -> Iterator[str]:
    match declared["name"]:
        case "text":
            yield value
        case "ltext":
            yield from value.values()
        case "set":
            for element in value:
                yield from _texts(element, declared["elementType"])


def with_nested_types(declared: Json, context: Context, depth: int = 0) -> Json:
    """The type, with the product types that it nests beside their references, as ``typed_values`` wants it."""
    match declared["name"]:
        case "set":
            return {**declared, "elementType": with_nested_types(declared["elementType"], context, depth)}
        case "nested":
            inner = definitions_of(declared["typeReference"]["id"], context) if depth < MAX_NESTED else []
            attributes = [{**each, "type": with_nested_types(each["type"], context, depth + 1)} for each in inner]
            return {**declared, "typeReference": {**declared["typeReference"], "obj": {"attributes": attributes}}}
    return declared
