"""setValidFrom, setValidUntil, setValidFromAndUntil: when a discount or a code is in force.

https://docs.commercetools.com/api/projects/cartDiscounts#set-validfrom
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.errors import InvalidField
from common.resources.actions import Actions
from common.wire.json import Json


@dataclass(frozen=True)
class SetValidFromAndUntil:
    """Without a time there is no such bound."""

    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def apply(self, resource: Any) -> None:
        resource.valid_from, resource.valid_until = self.valid_from, self.valid_until


def validity(actions: Actions[Any]) -> None:
    """For resources with ``valid_from`` and ``valid_until``."""
    actions.sets(setValidFrom="valid_from", setValidUntil="valid_until")
    actions("setValidFromAndUntil")(SetValidFromAndUntil)


def check_validity(resource: Any) -> None:
    """InvalidField where it ends before it begins."""
    if resource.valid_from and resource.valid_until and resource.valid_until <= resource.valid_from:
        raise InvalidField("validUntil", resource.valid_until)


def is_in_force(json: Json, now: str) -> bool:
    """Of a resource as on the wire. The end belongs no more to its time."""
    return bool(json.get("validFrom", now) <= now and ("validUntil" not in json or now < json["validUntil"]))
