"""References to stores: given by id or key, kept by key, which never changes.

https://docs.commercetools.com/api/projects/stores
"""

from collections.abc import Iterable

from common.errors.stores import CountryNotConfiguredInStore
from common.resources.context import Context
from common.values.references import Reference
from common.wire.json import Json


def store_key(reference: Reference, context: Context) -> Json:
    """The StoreKeyReference of a resolved reference."""
    store = context.find("store", reference.id or "") or {}
    return {"typeId": "store", "key": store["key"]}


def check_country_of_store(store: Json | None, country: str | None, context: Context) -> None:
    """CountryNotConfiguredInStore where the store (a StoreKeyReference) lists countries, and not this one."""
    if store is None or country is None:
        return
    known = context.find_by_key("store", store["key"]) or {}
    countries = [each["code"] for each in known.get("countries", ())]
    if countries and country not in countries:
        raise CountryNotConfiguredInStore(store["key"], country, countries)


def store_keys(references: Iterable[Reference], context: Context) -> list[Json]:
    """Each store once."""
    keys = {reference.id: store_key(reference, context) for reference in references}
    return list(keys.values())
