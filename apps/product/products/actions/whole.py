"""What both halves share: it changes at once, also for shoppers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.product.products.catalog import PriceMode
from apps.product.products.document import Product
from apps.product.products.messages import ProductPriceModeSet, ProductStateTransition
from common.resources.actions import Actions
from common.resources.families.states import transition_state
from common.resources.messages import Message


@dataclass(frozen=True)
class SetPriceMode:
    price_mode: PriceMode = "Embedded"

    def apply(self, product: Product) -> Iterator[Message]:
        if product.price_mode != self.price_mode:
            product.price_mode = self.price_mode
            yield ProductPriceModeSet(to=self.price_mode)


def whole(actions: Actions[Any]) -> None:
    actions.sets(setKey="key", setTaxCategory="tax_category")
    actions("setPriceMode")(SetPriceMode)
    actions.include(transition_state("ProductState", ProductStateTransition))
