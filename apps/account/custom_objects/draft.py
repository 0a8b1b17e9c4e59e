"""What a client writes.

https://docs.commercetools.com/api/projects/custom-objects#customobjectdraft
"""

from dataclasses import dataclass
from typing import Any

from apps.account.custom_objects.document import Container, ObjectKey
from common.errors import RequiredField


@dataclass(frozen=True, kw_only=True)
class CustomObjectDraft:
    container: Container
    key: ObjectKey
    value: Any = None
    version: int | None = None
    """Of the object that is to be replaced; without one, whichever it has."""

    def __post_init__(self) -> None:
        if self.value is None:
            raise RequiredField("value")


def without_nulls(value: Any) -> Any:
    """Fields that are null are not kept; elements of arrays are."""
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value
