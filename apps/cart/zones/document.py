"""Where a shipping rate holds, as countries and states of them.

https://docs.commercetools.com/api/projects/zones
"""

from dataclasses import dataclass
from typing import ClassVar

from common.errors import DuplicateField
from common.resources.context import Context
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.texts import CountryCode, Key


@dataclass(frozen=True)
class Location:
    country: CountryCode
    state: str | None = None


def named_location(country: str, state: str | None = None) -> str:
    return f"{country} {state or ''}".strip()


class Zone(Resource):
    meta: ClassVar = {"collection": "zones", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"), Unique("_locations", "locations"))

    key = JsonField(Key)
    name = JsonField(str, required=True)
    description = JsonField(str)
    locations = JsonField(tuple[Location, ...], default=list)
    _locations = JsonField(list)  # "DE" or "US TX": a location belongs to one zone

    def settle(self, context: Context) -> None:
        self._locations = [named_location(place["country"], place.get("state")) for place in self.locations]
        if len(set(self._locations)) < len(self._locations):
            raise DuplicateField("locations", max(self._locations, key=self._locations.count))
