"""Actions on the cart as a whole: where its prices are valid, how fresh they are, whether they may still move."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.messages import CartFrozen, CartUnfrozen
from apps.cart.carts.prices import reprice
from apps.cart.carts.renewal import renew
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.messages import Message
from common.resources.projects import check_country
from common.resources.stores import check_country_of_store
from common.values.texts import CountryCode


@actions("setCountry")
@dataclass(frozen=True)
class SetCountry:
    country: CountryCode | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        if cart.country != self.country:
            check_country(self.country, context)
            check_country_of_store(cart.store, self.country, context)
            cart.country = self.country
            reprice(cart, cart.line_items, context)


@actions("recalculate")
@dataclass(frozen=True)
class Recalculate:
    """Bring prices, discounts and tax rates up to date, and if wished the product data."""

    update_product_data: bool = False

    def apply(self, cart: Cart, context: Context) -> None:
        renew(cart, context, refresh=self.update_product_data)


@actions("freezeCart")
@dataclass(frozen=True)
class FreezeCart:
    """Let prices stand as they are."""

    strategy: Literal["SoftFreeze", "HardFreeze"] = "SoftFreeze"

    def apply(self, cart: Cart) -> Iterator[Message]:
        if not cart.items:
            raise InvalidOperation("An empty cart cannot be frozen.")
        if cart.cart_state != "Frozen":
            yield CartFrozen()
        cart.cart_state, cart.freeze_strategy = "Frozen", self.strategy


@actions("unfreezeCart")
@dataclass(frozen=True)
class UnfreezeCart:
    """Let prices move again, from where they are by now."""

    def apply(self, cart: Cart, context: Context) -> Iterator[Message]:
        if cart.cart_state == "Frozen":
            cart.cart_state, cart.freeze_strategy = "Active", None
            renew(cart, context)
            yield CartUnfrozen()
