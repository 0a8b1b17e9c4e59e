"""What a standalone price tells.

https://docs.commercetools.com/api/projects/messages#standalone-price-messages
"""

from dataclasses import dataclass
from datetime import datetime

from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class StandalonePriceCreated(Message):
    standalone_price: Json


@dataclass(frozen=True)
class StandalonePriceDeleted(Message):
    sku: str


@dataclass(frozen=True)
class StandalonePriceValueChanged(Message):
    value: Json
    staged: bool
    old_value: Json


@dataclass(frozen=True)
class StandalonePriceKeySet(Message):
    key: str | None = None
    old_key: str | None = None


@dataclass(frozen=True)
class StandalonePriceActiveChanged(Message):
    active: bool
    old_active: bool


@dataclass(frozen=True)
class StandalonePriceDiscountSet(Message):
    discounted: Json | None = None


@dataclass(frozen=True)
class StandalonePriceExternalDiscountSet(Message):
    discounted: Json | None = None


@dataclass(frozen=True)
class StandalonePriceStagedChangesApplied(Message):
    staged_changes: Json


@dataclass(frozen=True)
class StandalonePriceStagedChangesRemoved(Message):
    staged_changes: Json


@dataclass(frozen=True)
class StandalonePriceTierAdded(Message):
    tier: Json


@dataclass(frozen=True)
class StandalonePriceTierRemoved(Message):
    removed_tier: Json


@dataclass(frozen=True)
class StandalonePriceTiersSet(Message):
    tiers: list[Json]
    previous_tiers: list[Json]


@dataclass(frozen=True)
class StandalonePriceValidFromSet(Message):
    valid_from: datetime | None = None
    previous_valid_from: str | None = None


@dataclass(frozen=True)
class StandalonePriceValidUntilSet(Message):
    valid_until: datetime | None = None
    previous_valid_until: str | None = None


@dataclass(frozen=True)
class StandalonePriceValidFromAndUntilSet(Message):
    valid_from: datetime | None = None
    previous_valid_from: str | None = None
    valid_until: datetime | None = None
    previous_valid_until: str | None = None
