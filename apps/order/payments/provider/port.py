"""What we ask of a payment service.

Every operation has a key, that of the transaction that asks for it, and is idempotent by it: asked again, the service
says what it said before, or what has become of it. So an operation whose answer is lost is simply asked for again.
A void may come before the authorisation that it takes back: that one is then declined.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from common.replicas.owners import OwnerAway
from common.wire.json import Json


@dataclass(frozen=True)
class Outcome:
    """What the service says of an operation; ``reference`` is what it calls it, ``reason`` why it declined."""

    state: Literal["Pending", "Success", "Failure"]
    reference: str | None = None
    reason: str | None = None


class NoAnswer(OwnerAway):
    """Whether it happened is not known. Ask again, with the same key."""


class PaymentProvider(Protocol):
    """Raises NoAnswer where it is not known what became of the operation. Amounts are Money, as on the wire."""

    def authorise(self, key: str, amount: Json, token: str | None) -> Outcome:
        """Reserve money; ``token`` stands for the card at the service."""

    def capture(self, key: str, authorisation: str, amount: Json) -> Outcome:
        """Take what was authorised under the key ``authorisation``, or part of it."""

    def void(self, key: str, authorisation: str) -> Outcome:
        """Give up what was authorised under that key, or never will be."""

    def refund(self, key: str, charge: str, amount: Json) -> Outcome:
        """Give back what was captured under the key ``charge``, or part of it."""
