"""A discount that applies to a cart."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.cart.predicates import SeenItem
from common.wire.json import Json


@dataclass(frozen=True)
class Applied:
    """``chosen`` are the items its target's predicate holds for."""

    reference: Json
    value: Json
    target: Json | None
    chosen: Sequence[SeenItem] = ()

    @property
    def id(self) -> str:
        return str(self.reference["id"])

    @property
    def kind(self) -> str:
        return self.target["type"] if self.target else "giftLineItem"


@dataclass(frozen=True)
class Applying:
    """All that apply, in order; and discount code id → its state."""

    discounts: Sequence[Applied] = ()
    code_states: dict[str, str] = field(default_factory=dict)


NOTHING = Applying()
