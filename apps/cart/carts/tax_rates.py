"""Which rate each line is taxed with, in tax mode Platform: the tax category's for the shipping address.

A rate once found stays with its line until something makes it doubtful (a new address, another tax mode,
``recalculate``); those actions take the rate away and it is found anew here.
"""

from typing import TYPE_CHECKING, Any

from apps.cart.neighbours import source
from common.errors.pricing import MissingTaxRateForCountry
from common.pricing.taxes import rate_for
from common.resources.context import Context
from common.resources.projects import cart_setting
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def forget_tax_rates(cart: "Cart") -> None:
    for item in _taxable(cart):
        item.pop("taxRate", None)


def fill_tax_rates(cart: "Cart", context: Context) -> None:
    """MissingTaxRateForCountry for a line whose tax category has none for the shipping address."""
    address = cart.shipping_address
    if cart.tax_mode == "Platform" and address is not None:
        _fill(cart, context, address["country"], address.get("state"))
    elif cart.tax_mode in ("Platform", "Disabled"):
        forget_tax_rates(cart)


def _fill(cart: "Cart", context: Context, country: str, state: str | None) -> None:
    lacking = [item for item in _taxable(cart) if "taxRate" not in item]
    wanted = {category for item in lacking if (category := _tax_category(cart, item))}
    if not wanted:
        return

    covers = cart_setting("countryTaxRateFallbackEnabled", context) if state else False

    def rate_in(category: Json) -> Any:
        return rate_for(category["rates"], country, state, country_covers_states=covers)

    categories = source("tax-category", context).by_id(
        context.project_key, wanted, suits=lambda category: rate_in(category) is not None
    )
    for item in lacking:
        if (id := _tax_category(cart, item)) is None:
            continue
        rate = rate_in(categories[id]) if id in categories else None
        if rate is None:
            raise MissingTaxRateForCountry(id, country, state)
        item["taxRate"] = rate


def items_taxed_otherwise(cart: "Cart", context: Context) -> list[Json]:
    """Items, and shipping, whose tax category has another rate by now than the one they carry."""
    if cart.tax_mode != "Platform" or cart.shipping_address is None:
        return []
    country, state = cart.shipping_address["country"], cart.shipping_address.get("state")
    covers = cart_setting("countryTaxRateFallbackEnabled", context) if state else False
    categories_of = [(item, id) for item in _taxable(cart) if (id := _tax_category(cart, item))]

    def rate_in(category: Json) -> Any:
        return rate_for(category["rates"], country, state, country_covers_states=covers)

    def is_as_known(category: Json) -> bool:
        rate = rate_in(category)
        return all(item.get("taxRate") == rate for item, id in categories_of if id == category["id"])

    ids = {id for _, id in categories_of}
    categories = source("tax-category", context).by_id(context.project_key, ids, suits=is_as_known) if ids else {}
    return [item for item, id in categories_of if id in categories and item.get("taxRate") != rate_in(categories[id])]


def _taxable(cart: "Cart") -> list[Json]:
    return [*cart.items, *([cart.shipping_info] if cart.shipping_info else [])]


def _tax_category(cart: "Cart", item: Json) -> str | None:
    """Its id. A product without one is not taxed."""
    if "taxCategory" in item:
        return str(item["taxCategory"]["id"])
    return cart._tax_categories.get(item.get("id"))
