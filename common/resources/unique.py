"""What must be unique in a project, as indexes that MongoDB enforces and errors that say which field and value.

A unique index leads with ``projectKey`` and is partial (what is greater than no text is a text): a sparse compound
index would refuse the second document that lacks the field, and one partial by ``$exists`` is no help to the laptop's
database when it looks for a value (both tried). Values inside deep JSON (slugs, skus) are kept in a private array
beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from common.errors import ApiError, DuplicateField
from common.resources.document import Resource


@dataclass(frozen=True)
class Unique:
    """``field`` is the path at rest; ``named`` what errors call it, if that differs (``_slugs`` → ``slug.en``)."""

    field: str
    named: str | None = None
    refusal: Callable[[Any], ApiError] | None = None  # where the API has another error than DuplicateField

    @property
    def index_name(self) -> str:
        return f"unique {self.field}"

    def index(self) -> IndexModel:
        keys = [("projectKey", ASCENDING), (self.field, ASCENDING)]
        return IndexModel(keys, name=self.index_name, unique=True, partialFilterExpression={self.field: {"$gt": ""}})


def duplicate_field(document: type[Resource], problem: DuplicateKeyError) -> ApiError:
    """The API's error for what MongoDB refused."""
    for unique in getattr(document, "unique", ()):
        if unique.index_name in str(problem):
            value = _value(unique, problem.details or {})
            if unique.refusal:
                return unique.refusal(value)
            if unique.named and "{}" in unique.named and isinstance(value, str):  # "en:hats" of a private array
                part, _, value = value.partition(":")
                return DuplicateField(unique.named.format(part), value)
            return DuplicateField(unique.named or unique.field, value)
    return DuplicateField("id", _value(Unique("_id"), problem.details or {}))


def _value(unique: Unique, details: Mapping[str, Any]) -> Any:
    return (details.get("keyValue") or {}).get(unique.field)
