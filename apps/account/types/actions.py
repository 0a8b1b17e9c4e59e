"""What a client may do to a type.

https://docs.commercetools.com/api/projects/types#update-actions
"""

from dataclasses import dataclass
from typing import ClassVar

from apps.account.types.definitions import (
    check_names,
    definition,
    one_more,
    relabelled,
    with_changed,
    with_values,
)
from apps.account.types.document import Type
from apps.account.types.fields import FieldDefinition, InputHint
from common.resources.actions import Actions
from common.resources.order import in_order
from common.values.enums import EnumValue, LocalizedEnumValue
from common.values.localized import Localized
from common.wire import dump
from common.wire.json import Json

actions = Actions(Type)

actions.sets(changeKey="key", changeName="name", setDescription="description")


@actions("addFieldDefinition")
@dataclass(frozen=True)
class AddFieldDefinition:
    field_definition: FieldDefinition

    def apply(self, type: Type) -> None:
        type.field_definitions = check_names([*type.field_definitions, dump(self.field_definition)])


@actions("removeFieldDefinition")
@dataclass(frozen=True)
class RemoveFieldDefinition:
    field_name: str

    def apply(self, type: Type) -> None:
        gone = definition(type.field_definitions, self.field_name)
        type.field_definitions = [one for one in type.field_definitions if one is not gone]


@actions("changeFieldDefinitionOrder")
@dataclass(frozen=True)
class ChangeFieldDefinitionOrder:
    field_names: tuple[str, ...]

    def apply(self, type: Type) -> None:
        type.field_definitions = in_order(type.field_definitions, "name", self.field_names)


@actions("changeLabel")
@actions("changeFieldDefinitionLabel")
@dataclass(frozen=True)
class ChangeLabel:
    field_name: str
    label: Localized

    def apply(self, type: Type) -> None:
        type.field_definitions = with_changed(type.field_definitions, self.field_name, label=self.label)


@actions("changeInputHint")
@dataclass(frozen=True)
class ChangeInputHint:
    field_name: str
    input_hint: InputHint

    def apply(self, type: Type) -> None:
        type.field_definitions = with_changed(type.field_definitions, self.field_name, inputHint=self.input_hint)


@dataclass(frozen=True)
class OfEnum:
    """An action on the values of a field whose type is, or is a set of, the enumeration ``kind``."""

    kind: ClassVar[str]
    field_name: str

    def apply(self, type: Type) -> None:
        type.field_definitions = with_values(type.field_definitions, self.field_name, self.kind, self.change)

    def change(self, values: list[Json]) -> list[Json]:
        raise NotImplementedError


@actions("addEnumValue")
@dataclass(frozen=True)
class AddEnumValue(OfEnum):
    kind: ClassVar[str] = "Enum"
    value: EnumValue

    def change(self, values: list[Json]) -> list[Json]:
        return one_more(values, dump(self.value))


@actions("addLocalizedEnumValue")
@dataclass(frozen=True)
class AddLocalizedEnumValue(AddEnumValue):
    kind: ClassVar[str] = "LocalizedEnum"
    value: LocalizedEnumValue  # type: ignore[assignment]


@actions("changeEnumValueLabel")
@dataclass(frozen=True)
class ChangeEnumValueLabel(OfEnum):
    kind: ClassVar[str] = "Enum"
    value: EnumValue

    def change(self, values: list[Json]) -> list[Json]:
        return relabelled(values, dump(self.value))


@actions("changeLocalizedEnumValueLabel")
@dataclass(frozen=True)
class ChangeLocalizedEnumValueLabel(ChangeEnumValueLabel):
    kind: ClassVar[str] = "LocalizedEnum"
    value: LocalizedEnumValue  # type: ignore[assignment]


@actions("changeEnumValueOrder")
@dataclass(frozen=True)
class ChangeEnumValueOrder(OfEnum):
    kind: ClassVar[str] = "Enum"
    keys: tuple[str, ...]

    def change(self, values: list[Json]) -> list[Json]:
        return in_order(values, "key", self.keys)


@actions("changeLocalizedEnumValueOrder")
@dataclass(frozen=True)
class ChangeLocalizedEnumValueOrder(ChangeEnumValueOrder):
    kind: ClassVar[str] = "LocalizedEnum"
