"""The ten actions on assets, on those of a variant (``common.resources.families.assets``)."""

from dataclasses import make_dataclass
from typing import Any

from apps.product.products.actions.halves import OnVariant
from apps.product.products.document import Product
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.assets import ASSET_ACTIONS
from common.wire.json import Json


def assets(actions: Actions[Any]) -> None:
    for name, payload in ASSET_ACTIONS.items():
        does, bases = {"on_variant": _on_assets}, (OnVariant, payload)
        actions(name)(make_dataclass(payload.__name__, (), bases=bases, namespace=does, frozen=True, kw_only=True))


def _on_assets(self: Any, variant: Json, product: Product, context: Context) -> None:
    variant["assets"] = self.on(variant["assets"], context)
