"""The ten actions on assets, for a category and for a product's variant alike: each acts on an array of assets.

https://docs.commercetools.com/api/types#asset
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from common.errors import DuplicateField, InvalidInput, InvalidJsonInput
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.order import in_order
from common.values.assets import AssetDraft, AssetSources
from common.values.localized import Localized
from common.values.references import ToType
from common.values.texts import Key
from common.wire import dump
from common.wire.json import Json

Assets = list[Json]


def assets_at_rest(drafts: tuple[AssetDraft, ...], context: Context) -> Assets:
    made: Assets = []
    for draft in drafts:
        made = AddAsset(asset=draft).on(made, context)
    return made


@dataclass(frozen=True, kw_only=True)
class AddAsset:
    asset: AssetDraft
    position: int | None = None

    def on(self, assets: Assets, context: Context) -> Assets:
        made = dump(self.asset)
        if self.asset.custom:
            made["custom"] = custom_at_rest(self.asset.custom, "asset", context)
        _check_key(assets, self.asset.key)
        at = len(assets) if self.position is None else self.position
        if not 0 <= at <= len(assets):
            raise InvalidInput(f"The position {at} is not between 0 and {len(assets)}.")
        return [*assets[:at], made, *assets[at:]]


@dataclass(frozen=True, kw_only=True)
class ChangeAssetOrder:
    asset_order: tuple[str, ...]

    def on(self, assets: Assets, context: Context) -> Assets:
        return in_order(assets, "id", self.asset_order)


@dataclass(frozen=True, kw_only=True)
class OneAsset:
    """An action on the asset that ``assetId`` or ``assetKey`` names."""

    asset_id: str | None = None
    asset_key: str | None = None

    def on(self, assets: Assets, context: Context) -> Assets:
        named = self._named(assets)
        return [changed for asset in assets if (changed := self.change(asset, context) if asset is named else asset)]

    def change(self, asset: Json, context: Context) -> Json | None:
        """The asset as it is afterwards; None if it goes."""
        raise NotImplementedError

    def _named(self, assets: Assets) -> Json:
        if (self.asset_id is None) == (self.asset_key is None):
            raise InvalidJsonInput("Either assetId or assetKey is required.")
        name, value = ("id", self.asset_id) if self.asset_id is not None else ("key", self.asset_key)
        for asset in assets:
            if asset.get(name) == value:
                return asset
        raise InvalidInput(f"There is no asset with {name} '{value}'.")


@dataclass(frozen=True, kw_only=True)
class RemoveAsset(OneAsset):
    def change(self, asset: Json, context: Context) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class ChangeAssetName(OneAsset):
    name: Localized

    def change(self, asset: Json, context: Context) -> Json:
        return _with(asset, name=self.name)


@dataclass(frozen=True, kw_only=True)
class SetAssetDescription(OneAsset):
    description: Localized | None = None

    def change(self, asset: Json, context: Context) -> Json:
        return _with(asset, description=self.description)


@dataclass(frozen=True, kw_only=True)
class SetAssetSources(OneAsset):
    sources: AssetSources

    def change(self, asset: Json, context: Context) -> Json:
        return _with(asset, sources=dump(self.sources))


@dataclass(frozen=True, kw_only=True)
class SetAssetTags(OneAsset):
    tags: tuple[str, ...] | None = None

    def change(self, asset: Json, context: Context) -> Json:
        return _with(asset, tags=dump(self.tags))


@dataclass(frozen=True, kw_only=True)
class SetAssetKey:
    """By id only: the key is what changes."""

    asset_id: str
    asset_key: Key | None = None

    def on(self, assets: Assets, context: Context) -> Assets:
        named = OneAsset(asset_id=self.asset_id)._named(assets)
        _check_key([asset for asset in assets if asset is not named], self.asset_key)
        return [_with(asset, key=self.asset_key) if asset is named else asset for asset in assets]


@dataclass(frozen=True, kw_only=True)
class SetAssetCustomType(OneAsset):
    type: ToType | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def change(self, asset: Json, context: Context) -> Json:
        action = SetCustomType(type=self.type, fields=self.fields)
        return _with(asset, custom=action.on(asset.get("custom"), "asset", context))


@dataclass(frozen=True, kw_only=True)
class SetAssetCustomField(OneAsset):
    name: str
    value: Any = None

    def change(self, asset: Json, context: Context) -> Json:
        action = SetCustomField(name=self.name, value=self.value)
        return _with(asset, custom=action.on(asset.get("custom"), "asset", context))


ASSET_ACTIONS: Mapping[str, type] = {
    "addAsset": AddAsset,
    "changeAssetName": ChangeAssetName,
    "changeAssetOrder": ChangeAssetOrder,
    "removeAsset": RemoveAsset,
    "setAssetCustomField": SetAssetCustomField,
    "setAssetCustomType": SetAssetCustomType,
    "setAssetDescription": SetAssetDescription,
    "setAssetKey": SetAssetKey,
    "setAssetSources": SetAssetSources,
    "setAssetTags": SetAssetTags,
}


def assets(actions: Actions[Any]) -> None:
    """For resources with an ``assets`` field."""

    def apply(payload: Any, resource: Any, context: Context) -> None:
        resource.assets = payload.on(list(resource.assets), context)

    for name, payload in ASSET_ACTIONS.items():
        actions.add(name, payload, apply)


def _with(asset: Json, **changes: Any) -> Json:
    """The asset with these fields; one that becomes None goes."""
    return {name: value for name, value in {**asset, **changes}.items() if value is not None}


def _check_key(others: Assets, key: str | None) -> None:
    if key is not None and any(asset.get("key") == key for asset in others):
        raise DuplicateField("key", key)
