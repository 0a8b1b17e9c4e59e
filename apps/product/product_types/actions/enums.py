"""The values of enum attributes, and of sets of enums: added, relabelled, renamed, ordered, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from apps.product.product_types.actions.one_definition import OnDefinition
from apps.product.product_types.attribute_types import LocalizedEnumValue, PlainEnumValue
from apps.product.product_types.definitions import innermost
from apps.product.product_types.document import ProductType
from apps.product.product_types.errors import (
    EnumKeyAlreadyExists,
    EnumKeyDoesNotExist,
    EnumValueIsUsed,
    EnumValuesMustMatch,
)
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.wire import dump
from common.wire.json import Json

Values = list[Json]


@dataclass(frozen=True, kw_only=True)
class OnEnum(OnDefinition):
    """An action on the values of an attribute that is an enum of this kind, or a set of such."""

    kind: ClassVar[str] = "enum"

    def change(self, definition: Json) -> Json:
        values = self.on(_values(definition, (self.kind,)), definition)
        return {**definition, "type": with_values(definition["type"], values)}

    def on(self, values: Values, definition: Json) -> Values:
        """The values as they are afterwards."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class AddPlainEnumValue(OnEnum):
    value: PlainEnumValue

    def on(self, values: Values, definition: Json) -> Values:
        if any(each["key"] == self.value.key for each in values):
            raise EnumKeyAlreadyExists(self.value.key, self.attribute_name)
        return [*values, dump(self.value)]


@dataclass(frozen=True, kw_only=True)
class AddLocalizedEnumValue(AddPlainEnumValue):
    kind: ClassVar[str] = "lenum"
    value: LocalizedEnumValue  # type: ignore[assignment]


@dataclass(frozen=True, kw_only=True)
class ChangePlainEnumValueLabel(OnEnum):
    new_value: PlainEnumValue

    def apply(self, product_type: ProductType) -> None:
        super().apply(product_type)
        product_type.leaves_behind(self.attribute_name)

    def on(self, values: Values, definition: Json) -> Values:
        if all(each["key"] != self.new_value.key for each in values):
            raise EnumKeyDoesNotExist(self.new_value.key, self.attribute_name)
        return [dump(self.new_value) if each["key"] == self.new_value.key else each for each in values]


@dataclass(frozen=True, kw_only=True)
class ChangeLocalizedEnumValueLabel(ChangePlainEnumValueLabel):
    kind: ClassVar[str] = "lenum"
    new_value: LocalizedEnumValue  # type: ignore[assignment]


@dataclass(frozen=True, kw_only=True)
class ChangePlainEnumValueOrder(OnEnum):
    values: tuple[PlainEnumValue, ...]

    def on(self, values: Values, definition: Json) -> Values:
        ordered: Values = dump(self.values)
        if sorted(ordered, key=_key) != sorted(values, key=_key):
            raise EnumValuesMustMatch()
        return ordered


@dataclass(frozen=True, kw_only=True)
class ChangeLocalizedEnumValueOrder(ChangePlainEnumValueOrder):
    kind: ClassVar[str] = "lenum"
    values: tuple[LocalizedEnumValue, ...]  # type: ignore[assignment]


@dataclass(frozen=True, kw_only=True)
class ChangeEnumKey(OnDefinition):
    key: str
    new_key: str

    def apply(self, product_type: ProductType) -> None:
        super().apply(product_type)
        product_type.leaves_behind(self.attribute_name, key=self.key, new_key=self.new_key)

    def change(self, definition: Json) -> Json:
        values = _values(definition, ("enum", "lenum"))
        keys = {value["key"] for value in values}
        if self.key not in keys:
            raise EnumKeyDoesNotExist(self.key, self.attribute_name)
        if self.new_key in keys:
            raise EnumKeyAlreadyExists(self.new_key, self.attribute_name)
        renamed = [{**value, "key": self.new_key} if value["key"] == self.key else value for value in values]
        return {**definition, "type": with_values(definition["type"], renamed)}


@dataclass(frozen=True, kw_only=True)
class RemoveEnumValues(OnDefinition):
    keys: tuple[str, ...]

    def apply(self, product_type: ProductType) -> None:
        super().apply(product_type)
        product_type.leaves_behind(self.attribute_name)

    def change(self, definition: Json) -> Json:
        values = _values(definition, ("enum", "lenum"))
        known = {value["key"] for value in values}
        for key in self.keys:
            if key not in known:
                raise EnumKeyDoesNotExist(key, self.attribute_name)
        if definition["isRequired"]:
            raise EnumValueIsUsed()
        kept = [value for value in values if value["key"] not in self.keys]
        return {**definition, "type": with_values(definition["type"], kept)}


def with_values(declared: Json, values: Sequence[Json]) -> Json:
    """The type with other enum values, in however many sets they are."""
    if declared["name"] == "set":
        return {**declared, "elementType": with_values(declared["elementType"], values)}
    return {**declared, "values": list(values)}


def _values(definition: Json, kinds: tuple[str, ...]) -> Values:
    declared = innermost(definition["type"])
    if declared["name"] not in kinds:
        raise InvalidOperation(f"The attribute '{definition['name']}' is not of type {' or '.join(kinds)}.")
    values: Values = declared["values"]
    return values


def _key(value: Json) -> str:
    key: str = value["key"]
    return key


def enums(actions: Actions[Any]) -> None:
    actions("addLocalizedEnumValue")(AddLocalizedEnumValue)
    actions("addPlainEnumValue")(AddPlainEnumValue)
    actions("changeEnumKey")(ChangeEnumKey)
    actions("changeLocalizedEnumValueLabel")(ChangeLocalizedEnumValueLabel)
    actions("changeLocalizedEnumValueOrder")(ChangeLocalizedEnumValueOrder)
    actions("changePlainEnumValueLabel")(ChangePlainEnumValueLabel)
    actions("changePlainEnumValueOrder")(ChangePlainEnumValueOrder)
    actions("removeEnumValues")(RemoveEnumValues)
