"""``priceCurrency=EUR&priceCountry=DE…``: the price that such a buyer sees, put beside the prices of each variant.

https://docs.commercetools.com/api/projects/productProjections#prices
"""

from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from apps.product.products.variants import variants_of
from common.errors import InvalidInput
from common.pricing.selection import PriceContext, select_price
from common.resources.context import Context
from common.values.currencies import fraction_digits_of
from common.wire.json import Json

Arguments = MultiDict[str, str]

REFINEMENTS = ("priceCountry", "priceCustomerGroup", "priceCustomerGroupAssignments", "priceChannel")
NOT_SERVED = ("priceRecurrencePolicy",)


def present(products: list[Json], arguments: Arguments, context: Context) -> None:
    """Select in both halves."""
    if wanted := wanted_price(arguments, context):
        for product in products:
            for half in ("current", "staged"):
                select_for(product["masterData"][half], product["priceMode"], wanted)


def wanted_price(arguments: Arguments, context: Context) -> PriceContext | None:
    """Who asks for a price, if anyone does; InvalidInput for a buyer without a currency."""
    for name in NOT_SERVED:
        if name in arguments:
            raise InvalidInput(f"Malformed parameter: {name}: This parameter is not served.")
    currency_code = arguments.get("priceCurrency")
    if currency_code is None:
        if given := [name for name in REFINEMENTS if name in arguments]:
            raise InvalidInput(f"Malformed parameter: {given[0]}: It can only be used together with priceCurrency.")
        return None
    fraction_digits_of(currency_code)  # refuses what is no currency
    groups = arguments.getlist("priceCustomerGroup") + arguments.getlist("priceCustomerGroupAssignments")
    return PriceContext(
        currency_code,
        at=context.now,
        country=arguments.get("priceCountry"),
        customer_group_ids=frozenset(groups),
        channel_id=arguments.get("priceChannel"),
    )


def select_for(half: Json, price_mode: str, wanted: PriceContext) -> None:
    """``price`` for each variant that has one for this buyer; standalone prices are not served yet."""
    variants: Iterable[Json] = variants_of(half) if price_mode == "Embedded" else ()
    for variant in variants:
        if price := select_price(variant["prices"], wanted):
            variant["price"] = price
