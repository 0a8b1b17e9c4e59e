"""Values of an enumeration that a merchant defines: a key for programs, a label for people."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Length

from common.values.localized import Localized

EnumKey = Annotated[str, Length(min=1, max=256)]


@dataclass(frozen=True)
class EnumValue:
    key: EnumKey
    label: str


@dataclass(frozen=True)
class LocalizedEnumValue:
    key: EnumKey
    label: Localized
