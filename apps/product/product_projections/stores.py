"""What a store shows of a product: texts in its languages, prices of its channels and countries.

A store is asked for by the path (``in-store/key=berlin``) or by ``storeProjection=berlin``; one without languages,
channels or countries shows all of them.

https://docs.commercetools.com/api/projects/productProjections#prices
"""

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from apps.product.products.variants import variants_of
from common.auth.stores import current_store
from common.errors import InvalidInput, ResourceNotFound
from common.resources.context import Context
from common.wire.json import Json


@dataclass(frozen=True)
class Shown:
    languages: frozenset[str] = frozenset()
    channel_ids: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    @classmethod
    def by(cls, store: Json) -> "Shown":
        return cls(
            frozenset(store.get("languages", ())),
            frozenset(channel["id"] for channel in store.get("distributionChannels", ())),
            frozenset(country["code"] for country in store.get("countries", ())),
        )

    def keep_prices(self, projection: Json) -> None:
        """In place; a price that says nothing of channels and countries is for all of them."""
        if self.channel_ids or self.countries:
            for variant in variants_of(projection):
                variant["prices"] = [price for price in variant["prices"] if self._has(price)]

    def _has(self, price: Json) -> bool:
        channel = price["channel"]["id"] if "channel" in price else None
        return _within(channel, self.channel_ids) and _within(price.get("country"), self.countries)


def _within(value: str | None, some: Iterable[str]) -> bool:
    return value is None or not some or value in some


EVERYTHING = Shown()


def shown(arguments: MultiDict[str, str], context: Context) -> Shown:
    """ResourceNotFound for a path to a store that is not there, InvalidInput for a parameter that names none."""
    if key := current_store():
        if store := context.find_by_key("store", key):
            return Shown.by(store)
        raise ResourceNotFound(f"key '{key}'")
    if key := arguments.get("storeProjection"):
        if store := context.find_by_key("store", key):
            return Shown.by(store)
        raise InvalidInput(f"Malformed parameter: storeProjection: The store '{key[:256]}' does not exist.")
    return EVERYTHING
