"""What one service asks of another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from common.contracts.versions import check_version
from common.wire import fields_of, read


@dataclass(frozen=True)
class Command:
    """A step of a saga, in the imperative, with a receiver.

    A saga sends each command once in meaning and as often as needed in fact: ``(saga_id, name)`` is its
    identity, by which the receiver knows a repetition. The other fields are filled, by name, from what the
    saga was given and what its earlier steps learned.
    """

    queue: ClassVar[str]
    """The topic of the service that receives it."""
    asked_by: ClassVar[str] = "order"
    """The service whose sagas send it: answers go to its topic."""
    learns: ClassVar[type | None] = None
    """The dataclass its receiver answers with, for the steps after it."""
    schema_version: ClassVar[int] = 1

    saga_id: str
    project_key: str

    @property
    def asks_nothing(self) -> bool:
        """Whether carrying it out changes nothing whatever is stored, as reserving stock for no line."""
        return False

    def to_json(self) -> dict[str, Any]:
        return {"schemaVersion": self.schema_version} | fields_of(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Fields it does not know are ignored: adding one needs no new version."""
        check_version(cls, told["schemaVersion"], cls.schema_version)
        return read(cls, dict(told))
