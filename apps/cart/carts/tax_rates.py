"""Which rate each line is taxed with, in tax mode Platform: the tax category's for where it goes.

A rate once found stays with its line until something makes it doubtful (a new address, another tax mode,
``recalculate``); those actions take the rate away and it is found anew here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from apps.cart.carts.method_taxes import rate_by_method, set_rate_by_method
from apps.cart.carts.ways import MULTIPLE, pieces_by_way, ways_of
from apps.cart.neighbours import source
from common.errors.pricing import MissingTaxRateForCountry
from common.pricing.taxes import rate_for
from common.resources.context import Context
from common.resources.projects import cart_setting
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


class Rated(NamedTuple):
    """An item, or shipping, of a tax category, that goes to an address; an item that may go several ways, once for each
    (``key``). ``is_needed``: it must have a rate, for pieces of it do go there.
    """

    item: Json
    category_id: str
    address: Json
    key: str | None = None
    is_needed: bool = True

    @property
    def rate(self) -> Json | None:
        return self.item.get("taxRate") if self.key is None else rate_by_method(self.item, self.key)

    def found(self, rate: Json | None) -> None:
        if self.key is not None:
            set_rate_by_method(self.item, self.key, rate)
        elif rate is not None:
            self.item["taxRate"] = rate

    def rate_in(self, category: Json, *, covers: bool) -> Any:
        state = self.address.get("state")
        return rate_for(category["rates"], self.address["country"], state, country_covers_states=covers and bool(state))


def forget_tax_rates(cart: "Cart") -> None:
    for way in ways_of(cart):
        way.info.pop("taxRate", None)
    for item in cart.items:
        item.pop("taxRate", None)
        item["perMethodTaxRate"] = []


def fill_tax_rates(cart: "Cart", context: Context) -> None:
    """MissingTaxRateForCountry for a line whose tax category has none for where it goes."""
    if cart.tax_mode == "Platform" and _goes_somewhere(cart):
        _fill([each for each in _rated(cart) if each.rate is None], context)
    elif cart.tax_mode in ("Platform", "Disabled"):
        forget_tax_rates(cart)


def _fill(lacking: Sequence[Rated], context: Context) -> None:
    if not lacking:
        return
    covers = _covers(lacking, context)
    needed = [each for each in lacking if each.is_needed]

    def has_all(category: Json) -> bool:
        return all(each.rate_in(category, covers=covers) for each in needed if each.category_id == category["id"])

    categories = _categories(lacking, context, has_all)
    for each in lacking:
        rate = each.rate_in(categories[each.category_id], covers=covers) if each.category_id in categories else None
        if rate is None and each.is_needed:
            raise MissingTaxRateForCountry(each.category_id, each.address["country"], each.address.get("state"))
        each.found(rate)


def items_taxed_otherwise(cart: "Cart", context: Context) -> list[Json]:
    """Items, and shipping, whose tax category has another rate by now than the one they carry."""
    if cart.tax_mode != "Platform" or not _goes_somewhere(cart):
        return []
    rated = [each for each in _rated(cart) if each.is_needed]
    if not rated:
        return []
    covers = _covers(rated, context)

    def is_as_known(category: Json) -> bool:
        mine = [each for each in rated if each.category_id == category["id"]]
        return all(each.rate == each.rate_in(category, covers=covers) for each in mine)

    categories = _categories(rated, context, is_as_known)
    return [
        each.item
        for each in rated
        if each.category_id in categories and each.rate != each.rate_in(categories[each.category_id], covers=covers)
    ]


def _goes_somewhere(cart: "Cart") -> bool:
    return bool(cart.shipping) if cart.shipping_mode == MULTIPLE else cart.shipping_address is not None


def _rated(cart: "Cart") -> Iterator[Rated]:
    """A product without a tax category is not taxed."""
    ways = ways_of(cart)
    for way in ways:
        if "taxCategory" in way.info and way.address is not None:
            yield Rated(way.info, way.info["taxCategory"]["id"], way.address)
    for item in cart.items:
        category = item["taxCategory"]["id"] if "taxCategory" in item else cart._tax_categories.get(item["id"])
        if category is None:
            continue
        if cart.shipping_mode != MULTIPLE:
            yield Rated(item, category, cart.shipping_address)
            continue
        pieces = pieces_by_way(item)
        for way in ways:
            if way.address is not None:
                yield Rated(item, category, way.address, way.key, way.key in pieces)


def _covers(rated: Sequence[Rated], context: Context) -> bool:
    """Whether the rate of a country covers its states; the project is only asked where there are any."""
    return any(each.address.get("state") for each in rated) and bool(
        cart_setting("countryTaxRateFallbackEnabled", context)
    )


def _categories(rated: Sequence[Rated], context: Context, suits: Any) -> Mapping[str, Json]:
    found: Mapping[str, Json] = source("tax-category", context).by_id(
        context.project_key, {each.category_id for each in rated}, suits=suits
    )
    return found
