"""``priceCurrency=EUR&priceCountry=DE…``: the price that such a buyer sees, put beside the prices of each variant.

https://docs.commercetools.com/api/projects/productProjections#prices
"""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from apps.product.products.variants import variants_of
from apps.product.standalone_prices.selection import prices_by_sku
from common.errors import InvalidInput
from common.pricing.selection import PriceContext, select_price
from common.pricing.standalone import is_standalone
from common.resources.context import Context
from common.values.currencies import is_currency
from common.wire.json import Json

Arguments = MultiDict[str, str]

REFINEMENTS = ("priceCountry", "priceCustomerGroup", "priceCustomerGroupAssignments", "priceChannel")
NOT_SERVED = ("priceRecurrencePolicy",)


def present(products: list[Json], arguments: Arguments, context: Context) -> None:
    """Select in both halves."""
    if wanted := wanted_price(arguments, context):
        halves = [(product, product["masterData"][half]) for product in products for half in ("current", "staged")]
        select_in(halves, wanted, context)


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
    if not is_currency(currency_code):
        raise InvalidInput(f"Malformed parameter: priceCurrency: '{currency_code[:50]}' is no currency of ISO 4217.")
    groups = arguments.getlist("priceCustomerGroup") + arguments.getlist("priceCustomerGroupAssignments")
    return PriceContext(
        currency_code,
        at=context.now,
        country=arguments.get("priceCountry"),
        customer_group_ids=frozenset(groups),
        channel_id=arguments.get("priceChannel"),
    )


def select_in(halves: Sequence[tuple[Json, Json]], wanted: PriceContext, context: Context) -> None:
    """``price`` for each variant that has one for this buyer; ``halves`` are (product, one half of it)."""
    apart = [variant for product, half in halves if is_standalone(product) for variant in variants_of(half)]
    by_sku = prices_by_sku(context.project_key, [each["sku"] for each in apart if "sku" in each])
    for product, half in halves:
        for variant in variants_of(half):
            prices = by_sku.get(variant.get("sku", ""), ()) if is_standalone(product) else variant["prices"]
            if price := select_price(prices, wanted):
                variant["price"] = price
