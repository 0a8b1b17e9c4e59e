"""What may be changed about a project: nearly all of it is one setting, so this is a table.

https://docs.commercetools.com/api/projects/project#update-actions
"""

from collections.abc import Callable
from dataclasses import dataclass, make_dataclass
from typing import Any, Literal

from apps.account.projects.document import Project
from apps.account.projects.search import search_statuses
from apps.account.projects.settings import (
    Carts,
    Discounts,
    Languages,
    Messages,
    Minutes,
    RoundingMode,
    ShippingRateInputType,
    ShoppingLists,
)
from apps.account.stores.document import Store
from common.errors.stores import LanguageUsedInStores
from common.names import camel
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.document import collection_of
from common.wire import dump

actions = Actions(Project)

actions.sets(changeName="name", changeCountries="countries", changeCurrencies="currencies")


def _add(action: str, field: str, hint: Any, change: Callable[[Project, Any], None]) -> None:
    """An action whose payload is one required field."""

    def apply(payload: Any, project: Project, _: Context) -> None:
        change(project, dump(getattr(payload, field)))

    actions.add(action, make_dataclass(action, [(field, hint)], frozen=True), apply)


def _replaces(action: str, field: str, hint: Any, part: str) -> None:
    """``changeCartsConfiguration``: all settings of one part of the project at once."""
    _add(action, field, hint, lambda project, value: setattr(project, part, value))


def _sets_in(part: str, action: str, field: str, hint: Any) -> None:
    """``changeTaxRoundingMode``: one setting of one part, which has the payload's name there too."""
    _add(
        action,
        field,
        hint,
        lambda project, value: setattr(project, part, getattr(project, part) | {camel(field): value}),
    )


_replaces("changeMessagesConfiguration", "messages_configuration", Messages, "messages")
_replaces("changeCartsConfiguration", "carts_configuration", Carts, "carts")
_replaces("changeShoppingListsConfiguration", "shopping_lists_configuration", ShoppingLists, "shopping_lists")
_replaces("setDiscountsConfiguration", "discounts_configuration", Discounts, "discounts")
_sets_in("carts", "changeCountryTaxRateFallbackEnabled", "country_tax_rate_fallback_enabled", bool)
_sets_in("carts", "changePriceRoundingMode", "price_rounding_mode", RoundingMode)
_sets_in("carts", "changeTaxRoundingMode", "tax_rounding_mode", RoundingMode)
_sets_in("inventory", "setReleaseExpiredReservations", "release_expired_reservations", bool)
_sets_in("inventory", "setReservationExpirationInMinutes", "reservation_expiration_in_minutes", Minutes)


actions.include(search_statuses)


@actions("changeMyBusinessUnitStatusOnCreation")
@dataclass(frozen=True)
class ChangeMyBusinessUnitStatusOnCreation:
    status: Literal["Active", "Inactive"]

    def apply(self, project: Project) -> None:
        project.business_units = {"myBusinessUnitStatusOnCreation": self.status}


@actions("changeLanguages")
@dataclass(frozen=True)
class ChangeLanguages:
    """None goes that a store still speaks."""

    languages: Languages

    def apply(self, project: Project) -> None:
        if gone := set(project.languages) - set(self.languages):
            spoken = {"projectKey": project.key, "languages": {"$in": sorted(gone)}}
            if collection_of(Store).find_one(spoken, {"_id": 1}):
                raise LanguageUsedInStores
        project.languages = list(self.languages)


@actions("changeMessagesEnabled")
@dataclass(frozen=True)
class ChangeMessagesEnabled:
    messages_enabled: bool

    def apply(self, project: Project) -> None:
        project.messages = project.messages | {"enabled": self.messages_enabled}


@actions("setShippingRateInputType")
@dataclass(frozen=True)
class SetShippingRateInputType:
    shipping_rate_input_type: ShippingRateInputType | None = None

    def apply(self, project: Project) -> None:
        project.shipping_rate_input_type = dump(self.shipping_rate_input_type)
