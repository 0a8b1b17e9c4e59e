"""What speaks against a standalone price: another one for the same buyer at the same time.

https://docs.commercetools.com/api/errors#standalone-prices
"""

from dataclasses import dataclass
from typing import ClassVar

from common.errors import ApiError
from common.wire.json import Json


@dataclass
class DuplicateStandalonePriceScope(ApiError):
    conflicting_standalone_price: Json
    sku: str
    currency: str
    country: str | None = None
    customer_group: Json | None = None
    channel: Json | None = None
    valid_from: str | None = None
    valid_until: str | None = None

    def __str__(self) -> str:
        return f"The price '{self.conflicting_standalone_price['id']}' of '{self.sku}' has the same price scope."


@dataclass
class OverlappingStandalonePriceValidity(DuplicateStandalonePriceScope):
    conflicting_valid_from: str | None = None
    conflicting_valid_until: str | None = None

    def __str__(self) -> str:
        return f"The price '{self.conflicting_standalone_price['id']}' of '{self.sku}' is valid at the same time."


@dataclass
class ExactLockConflict(ApiError):
    """Somebody made the same price in the same instant: ask again, and be told which it is."""

    status: ClassVar[int] = 409
    sku: str
    currency: str
    country: str | None = None
    customer_group: Json | None = None
    channel: Json | None = None
    valid_from: str | None = None
    valid_until: str | None = None

    def __str__(self) -> str:
        return f"A price of '{self.sku}' with this price scope is being changed. Try again after 300 ms."


def being_changed(scope: str) -> ExactLockConflict:
    """``scope`` is as at rest (``apps.product.standalone_prices.scopes``)."""
    currency, country, group, channel, valid_from, valid_until, sku = scope.split("|", 6)
    return ExactLockConflict(
        sku,
        currency,
        country or None,
        {"typeId": "customer-group", "id": group} if group else None,
        {"typeId": "channel", "id": channel} if channel else None,
        valid_from or None,
        valid_until or None,
    )
