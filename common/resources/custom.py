"""Custom fields at rest: checked against the Type that declares them, on whatever resource carries them.

https://docs.commercetools.com/api/projects/custom-fields
"""

from typing import Any

from common.errors import InvalidField, InvalidInput, InvalidOperation, RequiredField
from common.resources.context import Context
from common.resources.typed_references import check_references
from common.resources.typed_values import at_rest
from common.values.custom_fields import CustomFieldsDraft
from common.wire.json import Json


def custom_at_rest(draft: CustomFieldsDraft | None, carrier: str, context: Context) -> Json | None:
    """``{"type": {…}, "fields": {…}}``. ``carrier`` is the resourceTypeId that the Type must allow: ``category``."""
    if draft is None:
        return None
    declared = _type(draft.type.id or "", carrier, context)
    fields = {
        name: _checked(name, value, declared, context) for name, value in draft.fields.items() if value is not None
    }
    _check_required(declared, fields)
    return {"type": draft.type.to_json(), "fields": fields}


def with_field(custom: Json | None, name: str, value: Any, carrier: str, context: Context) -> Json:
    """The same custom fields with one set, or without it where the value is None."""
    if custom is None:
        raise InvalidOperation("This resource has no custom type; set one before its fields.")
    declared = _type(custom["type"]["id"], carrier, context)
    fields = {field: held for field, held in custom["fields"].items() if field != name}
    if value is not None:
        fields[name] = _checked(name, value, declared, context)
    else:
        _definition(declared, name)
    _check_required(declared, fields)
    return {"type": custom["type"], "fields": fields}


def _type(id: str, carrier: str, context: Context) -> Json:
    declared = context.find("type", id)
    if declared is None:
        raise InvalidOperation(f"The type '{id}' of the custom fields does not exist any more.")
    if carrier not in declared["resourceTypeIds"]:
        raise InvalidInput(f"The type '{declared['key']}' cannot be used on {carrier}.")
    return declared


def _definition(declared: Json, name: str) -> Json:
    for definition in declared["fieldDefinitions"]:
        if definition["name"] == name:
            return definition
    known = [definition["name"] for definition in declared["fieldDefinitions"]]
    raise InvalidField(f"custom.fields.{name}", name, known)


def _checked(name: str, value: Any, declared: Json, context: Context) -> Any:
    kind = _definition(declared, name)["type"]
    try:
        checked = at_rest(value, kind)
    except ValueError as problem:
        raise InvalidInput(f"The value of the custom field '{name}' does not fit its type: {problem}.") from None
    check_references(checked, kind, context)
    return checked


def _check_required(declared: Json, fields: Json) -> None:
    for definition in declared["fieldDefinitions"]:
        if definition.get("required") and definition["name"] not in fields:
            raise RequiredField(f"custom.fields.{definition['name']}")
