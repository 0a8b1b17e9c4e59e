"""Stores, on one card.

https://docs.commercetools.com/api/projects/stores
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Length

from apps.account.stores import messages
from apps.account.stores.document import ProductSelectionSetting, Store, StoreCountry, Storefront
from apps.account.stores.lists import changed, of_list
from apps.account.stores.rules import check_languages, distributes, supplies
from apps.account.stores.urls import storefront_actions, storefront_at_rest
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes, shared_fields
from common.resources.context import Context
from common.resources.families.custom_fields import custom_fields
from common.resources.messages import Message
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Locale, Localized
from common.values.references import ToChannel
from common.values.texts import Key

Channels = Annotated[tuple[ToChannel, ...], Length(max=100)]


@dataclass(frozen=True, kw_only=True)
class StoreDraft:
    key: Key
    name: Localized | None = None
    languages: tuple[Locale, ...] = ()
    countries: tuple[StoreCountry, ...] = ()
    distribution_channels: Channels = ()
    supply_channels: Channels = ()
    product_selections: tuple[ProductSelectionSetting, ...] = ()
    storefront: Storefront | None = None
    custom: CustomFieldsDraft | None = None


def born(draft: StoreDraft, context: Context) -> Store:
    store = Store(**shared_fields(draft, Store, without=("storefront", "custom")))
    store.storefront = storefront_at_rest(draft.storefront)
    check_languages(store.languages, context)
    distributes(store.distribution_channels, context)
    supplies(store.supply_channels, context)
    return store


def created(store: Store) -> messages.StoreCreated:
    return messages.StoreCreated(
        name=store.name,
        languages=store.languages,
        countries=store.countries,
        distribution_channels=store.distribution_channels,
        supply_channels=store.supply_channels,
        product_selections=store.product_selections,
        custom=store.custom,
    )


actions = Actions(Store)
actions.tells(setName=("name", messages.StoreNameSet))
actions.include(
    custom_fields("store"),
    storefront_actions,
    of_list("countries", "country", StoreCountry, messages.StoreCountriesChanged),
    of_list(
        "distribution_channels",
        "distribution_channel",
        ToChannel,
        messages.StoreDistributionChannelsChanged,
        distributes,
    ),
    of_list("supply_channels", "supply_channel", ToChannel, messages.StoreSupplyChannelsChanged, supplies),
)


@actions("setLanguages")
@dataclass(frozen=True)
class SetLanguages:
    languages: tuple[Locale, ...] = ()

    def apply(self, store: Store, context: Context) -> Iterator[Message]:
        check_languages(list(self.languages), context)
        return changed(store, "languages", self.languages, messages.StoreLanguagesChanged)


stores = ResourceType(
    path="stores",
    type_id="store",
    document=Store,
    draft=StoreDraft,
    actions=actions,
    scopes=Scopes(view=("view_stores",), manage=("manage_stores",)),
    born=born,
    created=created,
    deleted=lambda store: messages.StoreDeleted(),
)
