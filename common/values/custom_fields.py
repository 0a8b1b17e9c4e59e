"""Fields a merchant adds to a resource, declared by a Type.

https://docs.commercetools.com/api/projects/custom-fields
"""

from dataclasses import dataclass, field
from typing import Any

from common.values.references import ToType


@dataclass(frozen=True)
class CustomFieldsDraft:
    type: ToType
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CustomFields:
    """``fields``: name → value, each of the form that the Type's definition of that name demands."""

    type: ToType
    fields: dict[str, Any]
