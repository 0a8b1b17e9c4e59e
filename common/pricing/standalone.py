"""Standalone prices: priced by sku, apart from the products whose ``priceMode`` is Standalone.

https://docs.commercetools.com/api/projects/standalone-prices
"""

from typing import Any

from common.pricing.selection import Price

OFFERED = (
    "id",
    "key",
    "value",
    "country",
    "customerGroup",
    "channel",
    "validFrom",
    "validUntil",
    "tiers",
    "discounted",
    "custom",
)


def is_standalone(product: dict[str, Any]) -> bool:
    return bool(product.get("priceMode") == "Standalone")


def offered(standalone: dict[str, Any]) -> Price | None:
    """What a buyer is offered by a standalone price as on the wire: without a sku, and nothing while it is inactive."""
    if not standalone["active"]:
        return None
    return {name: standalone[name] for name in OFFERED if name in standalone}
