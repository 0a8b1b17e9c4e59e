"""Zones: where a shipping rate holds, as countries and states of them.

https://docs.commercetools.com/api/projects/zones
"""

from dataclasses import dataclass
from typing import ClassVar

from common.errors import DuplicateField, InvalidOperation
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes
from common.resources.context import Context
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.texts import CountryCode, Key
from common.wire import dump


@dataclass(frozen=True)
class Location:
    country: CountryCode
    state: str | None = None


class Zone(Resource):
    meta: ClassVar = {"collection": "zones", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"), Unique("_locations", "locations"))

    key = JsonField(Key)
    name = JsonField(str, required=True)
    description = JsonField(str)
    locations = JsonField(tuple[Location, ...], default=list)
    _locations = JsonField(list)  # "DE" or "US TX": a location belongs to one zone

    def settle(self, context: Context) -> None:
        self._locations = [f"{place['country']} {place.get('state', '')}".strip() for place in self.locations]
        if len(set(self._locations)) < len(self._locations):
            raise DuplicateField("locations", max(self._locations, key=self._locations.count))


@dataclass(frozen=True)
class ZoneDraft:
    name: str
    key: Key | None = None
    description: str | None = None
    locations: tuple[Location, ...] = ()


actions = Actions(Zone)
actions.sets(changeName="name", setDescription="description", setKey="key")


@actions("addLocation")
@dataclass(frozen=True)
class AddLocation:
    location: Location

    def apply(self, zone: Zone) -> None:
        zone.locations = [*zone.locations, dump(self.location)]


@actions("removeLocation")
@dataclass(frozen=True)
class RemoveLocation:
    location: Location

    def apply(self, zone: Zone) -> None:
        gone = dump(self.location)
        if gone not in zone.locations:
            raise InvalidOperation(f"The zone has no location {self.location.country} {self.location.state or ''}.")
        zone.locations = [location for location in zone.locations if location != gone]


zones = ResourceType(
    path="zones",
    type_id="zone",
    document=Zone,
    draft=ZoneDraft,
    actions=actions,
    scopes=Scopes(view=("view_zones", "view_orders"), manage=("manage_zones", "manage_orders")),
)
