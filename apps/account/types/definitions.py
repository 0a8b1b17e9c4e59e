"""Changes to a type's field definitions, on their JSON."""

from collections.abc import Callable

from common.errors import DuplicateField, InvalidOperation
from common.wire.json import Json

Definitions = list[Json]


def definition(definitions: Definitions, name: str) -> Json:
    for one in definitions:
        if one["name"] == name:
            return one
    raise InvalidOperation(f"There is no field definition with the name '{name}'.")


def check_names(definitions: Definitions) -> Definitions:
    names = [one["name"] for one in definitions]
    if twice := {name for name in names if names.count(name) > 1}:
        raise DuplicateField("name", min(twice))
    return definitions


def with_changed(definitions: Definitions, name: str, **changes: object) -> Definitions:
    chosen = definition(definitions, name)
    return [{**one, **changes} if one is chosen else one for one in definitions]


def with_values(
    definitions: Definitions, name: str, kind: str, change: Callable[[list[Json]], list[Json]]
) -> Definitions:
    """The values of an enumeration changed, also where the field is a set of it; ``kind``: Enum or LocalizedEnum."""
    type = definition(definitions, name)["type"]
    held = type["elementType"] if type["name"] == "Set" else type
    if held["name"] != kind:
        raise InvalidOperation(f"The field '{name}' is not of type {kind}.")
    enum = {**held, "values": change(held["values"])}
    return with_changed(definitions, name, type={**type, "elementType": enum} if type["name"] == "Set" else enum)


def one_more(values: list[Json], value: Json) -> list[Json]:
    if any(one["key"] == value["key"] for one in values):
        raise DuplicateField("key", value["key"])
    return [*values, value]


def relabelled(values: list[Json], value: Json) -> list[Json]:
    if all(one["key"] != value["key"] for one in values):
        raise InvalidOperation(f"There is no value with the key '{value['key']}'.")
    return [value if one["key"] == value["key"] else one for one in values]
