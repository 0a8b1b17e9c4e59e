"""The zones of a shipping method: each once, with one rate per currency."""

from common.errors import DuplicateField, InvalidOperation
from common.values.references import Reference
from common.values.shipping import ShippingRateDraft
from common.wire.json import Json

ZoneRates = list[Json]


def with_zone(rates: ZoneRates, zone: Reference) -> ZoneRates:
    if any(each["zone"]["id"] == zone.id for each in rates):
        raise DuplicateField("zoneRates.zone", zone.id)
    return [*rates, {"zone": zone.to_json(), "shippingRates": []}]


def without_zone(rates: ZoneRates, zone: Reference) -> ZoneRates:
    gone = _of(rates, zone)
    return [each for each in rates if each is not gone]


def with_rate(rates: ZoneRates, zone: Reference, draft: ShippingRateDraft) -> ZoneRates:
    of_zone, rate = _of(rates, zone), draft.at_rest()
    currency = draft.price.currency_code
    if any(each["price"]["currencyCode"] == currency for each in of_zone["shippingRates"]):
        raise DuplicateField("shippingRate.price.currencyCode", currency)
    return _changed(rates, of_zone, [*of_zone["shippingRates"], rate])


def without_rate(rates: ZoneRates, zone: Reference, draft: ShippingRateDraft) -> ZoneRates:
    of_zone, rate = _of(rates, zone), draft.at_rest()
    if rate not in of_zone["shippingRates"]:
        raise InvalidOperation("The zone has no such shipping rate.")
    return _changed(rates, of_zone, [each for each in of_zone["shippingRates"] if each != rate])


def _of(rates: ZoneRates, zone: Reference) -> Json:
    for each in rates:
        if each["zone"]["id"] == zone.id:
            return each
    raise InvalidOperation(f"The shipping method has no zone '{zone.id}'.")


def _changed(rates: ZoneRates, of_zone: Json, shipping_rates: list[Json]) -> ZoneRates:
    return [{**each, "shippingRates": shipping_rates} if each is of_zone else each for each in rates]
