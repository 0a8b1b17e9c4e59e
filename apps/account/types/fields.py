"""The definitions of custom fields.

https://docs.commercetools.com/api/projects/types#fielddefinition
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from marshmallow.validate import Length

from common.values.enums import EnumValue, LocalizedEnumValue
from common.values.localized import Localized
from common.values.texts import Key

FieldName = Key
"""The reference says 36 characters at most; commercetools takes more, and its own SDKs' tests send 52."""
InputHint = Literal["SingleLine", "MultiLine"]


@dataclass(frozen=True)
class _FieldType:
    """Which kind a field is stands in ``name``."""

    tagged_by: ClassVar[str] = "name"


@dataclass(frozen=True)
class BooleanType(_FieldType):
    tag: ClassVar[str] = "Boolean"


@dataclass(frozen=True)
class StringType(_FieldType):
    tag: ClassVar[str] = "String"


@dataclass(frozen=True)
class LocalizedStringType(_FieldType):
    tag: ClassVar[str] = "LocalizedString"


@dataclass(frozen=True)
class NumberType(_FieldType):
    tag: ClassVar[str] = "Number"


@dataclass(frozen=True)
class MoneyType(_FieldType):
    tag: ClassVar[str] = "Money"


@dataclass(frozen=True)
class DateType(_FieldType):
    tag: ClassVar[str] = "Date"


@dataclass(frozen=True)
class TimeType(_FieldType):
    tag: ClassVar[str] = "Time"


@dataclass(frozen=True)
class DateTimeType(_FieldType):
    tag: ClassVar[str] = "DateTime"


@dataclass(frozen=True)
class EnumType(_FieldType):
    tag: ClassVar[str] = "Enum"
    values: Annotated[tuple[EnumValue, ...], Length(max=1000)]


@dataclass(frozen=True)
class LocalizedEnumType(_FieldType):
    tag: ClassVar[str] = "LocalizedEnum"
    values: Annotated[tuple[LocalizedEnumValue, ...], Length(max=1000)]


@dataclass(frozen=True)
class ReferenceType(_FieldType):
    tag: ClassVar[str] = "Reference"
    reference_type_id: str


ElementType = (
    BooleanType
    | StringType
    | LocalizedStringType
    | NumberType
    | MoneyType
    | DateType
    | TimeType
    | DateTimeType
    | EnumType
    | LocalizedEnumType
    | ReferenceType
)


@dataclass(frozen=True)
class SetType(_FieldType):
    tag: ClassVar[str] = "Set"
    element_type: ElementType


FieldType = ElementType | SetType


@dataclass(frozen=True)
class FieldDefinition:
    type: FieldType
    name: FieldName
    label: Localized
    required: bool
    input_hint: InputHint = "SingleLine"
