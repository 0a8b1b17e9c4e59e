"""What one service asks of another."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Command:
    """A step of a saga, in the imperative, with a receiver.

    A saga sends each command once in meaning and as often as needed in fact: ``(saga_id, name)`` is its
    identity, by which the receiver knows a repetition. The other fields are filled, by name, from what the
    saga was given and what its earlier steps learned.
    """

    queue: ClassVar[str]
    """The topic of the service that receives it."""
    learns: ClassVar[type | None] = None
    """The dataclass its receiver answers with, for the steps after it."""
    schema_version: ClassVar[int] = 1

    saga_id: str
    project_key: str

    @property
    def asks_nothing(self) -> bool:
        """Whether carrying it out changes nothing whatever is stored, as reserving stock for no line."""
        return False
