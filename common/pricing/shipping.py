"""What shipping costs: nothing for goods of enough value, else the price of the tier that applies, else the rate's.

https://docs.commercetools.com/api/shipping-delivery-overview
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.values.price_functions import price_function
from common.values.rounding import rounded

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Shipment:
    """What decides on the tier. ``tiered_by`` is the project's choice; without one, no tier applies.

    ``rate_input`` is the cart's class or score: ``{"type": "Score", "score": 3}``.
    """

    goods_cents: int
    tiered_by: str | None = None
    rate_input: Json | None = None


def shipping_cents(rate: Json, shipment: Shipment) -> int:
    if "freeAbove" in rate and shipment.goods_cents >= rate["freeAbove"]["centAmount"]:
        return 0
    tier = tier_of(rate, shipment)
    if tier is None:
        return int(rate["price"]["centAmount"])
    if "price" in tier:
        return int(tier["price"]["centAmount"])
    score = (shipment.rate_input or {}).get("score", 0)
    return max(rounded(price_function(tier["priceFunction"]["function"])(score)), 0)


def tier_of(rate: Json, shipment: Shipment) -> Json | None:
    """The tier that applies: of a class the one, of values and scores the highest that is reached."""
    tiers = [tier for tier in rate.get("tiers", ()) if tier["type"] == shipment.tiered_by]
    given = shipment.rate_input or {}
    match shipment.tiered_by:
        case "CartValue":
            return _highest(tiers, "minimumCentAmount", shipment.goods_cents)
        case "CartScore" if "score" in given:
            return _highest(tiers, "score", given["score"])
        case "CartClassification" if "key" in given:
            return next((tier for tier in tiers if tier["value"] == given["key"]), None)
    return None


def _highest(tiers: list[Json], field: str, reached: int) -> Json | None:
    return max((tier for tier in tiers if tier[field] <= reached), key=lambda tier: int(tier[field]), default=None)
