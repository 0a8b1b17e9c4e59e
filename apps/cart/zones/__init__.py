"""Zones, on one card.

https://docs.commercetools.com/api/projects/zones
"""

from dataclasses import dataclass

from apps.cart.shipping_methods.document import ShippingMethod
from apps.cart.zones.document import Location, Zone
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes
from common.values.texts import Key
from common.wire import dump


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
    referenced_by=((ShippingMethod, "zoneRates.zone.id", "shipping-method"),),
)
