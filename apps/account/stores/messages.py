"""What a store tells.

https://docs.commercetools.com/api/projects/messages/store-messages
"""

from dataclasses import dataclass, make_dataclass
from typing import Any

from common.resources.messages import Message
from common.values.custom_fields import CustomFields
from common.values.localized import Localized
from common.wire.json import Json


@dataclass(frozen=True)
class StoreCreated(Message):
    languages: list[str]
    countries: list[Json]
    distribution_channels: list[Json]
    supply_channels: list[Json]
    product_selections: list[Json]
    name: Localized | None = None
    custom: CustomFields | None = None


@dataclass(frozen=True)
class StoreDeleted(Message):
    pass


@dataclass(frozen=True)
class StoreNameSet(Message):
    name: Localized | None = None


@dataclass(frozen=True)
class StoreLanguagesChanged(Message):
    added_languages: list[str]
    removed_languages: list[str]


@dataclass(frozen=True)
class StoreCountriesChanged(Message):
    added_countries: list[Json]
    removed_countries: list[Json]


@dataclass(frozen=True)
class StoreDistributionChannelsChanged(Message):
    added_distribution_channels: list[Json]
    removed_distribution_channels: list[Json]


@dataclass(frozen=True)
class StoreSupplyChannelsChanged(Message):
    added_supply_channels: list[Json]
    removed_supply_channels: list[Json]


def url_set(field: str) -> type[Any]:
    """``StoreContactUrlSet`` for ``contact_url``."""
    name = "".join(part.capitalize() for part in field.split("_"))
    return make_dataclass(f"Store{name}Set", [(field, str | None, None)], bases=(Message,), frozen=True)
