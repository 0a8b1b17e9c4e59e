"""Which shipping methods reach a place, and by which of their rates.

A state of its own outweighs its country: a zone with ``US TX`` is looked at before one with ``US``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.cart.shipping_methods.document import ShippingMethod
from apps.cart.zones.document import Zone, named_location
from common.pricing.shipping import Shipment, tier_of
from common.resources.collection import public
from common.resources.document import collection_of, on_the_wire
from common.wire.json import Json

ZoneIds = Sequence[str]


@dataclass(frozen=True)
class Place:
    country: str
    state: str | None = None

    @classmethod
    def of(cls, address: Json) -> "Place":
        return cls(address["country"], address.get("state"))


def zones_at(project_key: str, place: Place) -> ZoneIds:
    """The zones that a place is in, the closest first."""
    names = list(dict.fromkeys([named_location(place.country, place.state), named_location(place.country)]))
    places = ({"projectKey": project_key, "_locations": name} for name in names)  # each a look into a unique index
    found = (collection_of(Zone).find_one(place, {"_id": 1}) for place in places)
    return list(dict.fromkeys(zone["_id"] for zone in found if zone))


def rate_at(method: Json, zones: ZoneIds, currency: str | None) -> Json | None:
    """The method's rate for the closest of the zones; without a currency, the first one there."""
    by_zone = {each["zone"]["id"]: each["shippingRates"] for each in method["zoneRates"]}
    for zone in zones:
        for rate in by_zone.get(zone, ()):
            if currency in (None, rate["price"]["currencyCode"]):
                found: Json = rate
                return found
    return None


def methods_at(project_key: str, zones: ZoneIds) -> Iterator[Json]:
    """Active ones that know a zone, the project's default first."""
    wanted = {"projectKey": project_key, "zoneRates.zone.id": {"$in": list(zones)}}
    found = collection_of(ShippingMethod).find(wanted, public(ShippingMethod))
    by_preference = sorted(found, key=lambda method: (not method["isDefault"], method["createdAt"], method["_id"]))
    yield from (on_the_wire(method) for method in by_preference if method["active"])


def marked(method: Json, rate: Json, shipment: Shipment | None = None) -> Json:
    """The method with ``isMatching`` on its rate, and on the tier of it that applies to a cart."""
    tier = tier_of(rate, shipment) if shipment else None

    def rate_marked(each: Json) -> Json:
        if each is not rate:
            return each
        tiers = [{**one, "isMatching": one is tier} for one in rate["tiers"]]
        return {**rate, "isMatching": True, "tiers": tiers}

    zone_rates = [
        {**each, "shippingRates": [rate_marked(one) for one in each["shippingRates"]]} for each in method["zoneRates"]
    ]
    return {**method, "zoneRates": zone_rates}
