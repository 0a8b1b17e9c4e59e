"""What a receiver answers a command with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from common.contracts.versions import check_version

Json = dict[str, Any]

TASK = "sagas.answered"
"""The Celery task of the service that owns the saga."""


@dataclass(frozen=True)
class Answered:
    schema_version: ClassVar[int] = 1

    saga_id: str
    command: str
    """The name of the command's class: with the saga's id it says which command of all."""
    outcome: Literal["done", "refused"]
    learned: Json = field(default_factory=dict)
    """What later steps may need to know, by wire name."""
    refusal: Json | None = None
    """The error as its client will see it (ErrorResponse), if the receiver said no."""

    def to_json(self) -> Json:
        return {
            "schemaVersion": self.schema_version,
            "sagaId": self.saga_id,
            "command": self.command,
            "outcome": self.outcome,
            "learned": self.learned,
            "refusal": self.refusal,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Answered":
        check_version(cls, told["schemaVersion"], cls.schema_version)
        return cls(told["sagaId"], told["command"], told["outcome"], told["learned"], told["refusal"])
