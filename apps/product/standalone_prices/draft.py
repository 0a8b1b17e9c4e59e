"""How a standalone price is born.

https://docs.commercetools.com/api/projects/standalone-prices#standalonepricedraft
"""

from dataclasses import dataclass

from apps.product.product_discounts.external import check_external
from apps.product.standalone_prices.document import StandalonePrice
from common.errors.stores import MissingRoleOnChannel
from common.resources.card import shared_fields
from common.resources.context import Context
from common.values.money import Money
from common.values.prices import PriceDraft

DISTRIBUTES = "ProductDistribution"


@dataclass(frozen=True)
class StagedDraft:
    value: Money


@dataclass(frozen=True, kw_only=True)
class StandalonePriceDraft(PriceDraft):
    sku: str
    active: bool = True
    staged: StagedDraft | None = None


def born(draft: StandalonePriceDraft, context: Context) -> StandalonePrice:
    if draft.channel:
        channel = context.find("channel", draft.channel.id or "") or {}
        if DISTRIBUTES not in channel["roles"]:
            raise MissingRoleOnChannel(draft.channel.to_json(), DISTRIBUTES)
    price = StandalonePrice(**shared_fields(draft, StandalonePrice, without=["custom"]))
    if price.discounted:
        check_external(price.discounted, price.value, context)
    return price
