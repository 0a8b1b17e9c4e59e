"""Actions on custom line items."""

from dataclasses import dataclass

from apps.cart.carts.actions.line_items import NewQuantity
from apps.cart.carts.actions.registry import actions
from apps.cart.carts.custom_line_items import CustomLineItemDraft, PriceMode, add_custom_line
from apps.cart.carts.document import Cart
from apps.cart.carts.line_items import set_quantity
from apps.cart.carts.prices import check_currency
from common.resources.context import Context
from common.resources.families.items import OneCustomLineItem
from common.resources.shipping_details import with_delta
from common.values.items import ItemShippingTarget
from common.values.money import Money
from common.wire import dump
from common.wire.json import Json


@actions("addCustomLineItem")
@dataclass(frozen=True, kw_only=True)
class AddCustomLineItem(CustomLineItemDraft):
    """Put something without a product into the cart; the same again only raises the quantity."""

    def apply(self, cart: Cart, context: Context) -> None:
        add_custom_line(cart, self, context)


@actions("removeCustomLineItem")
@dataclass(frozen=True, kw_only=True)
class RemoveCustomLineItem(OneCustomLineItem):
    def apply(self, cart: Cart) -> None:
        _remove(cart, self.named(cart))


@actions("changeCustomLineItemQuantity")
@dataclass(frozen=True, kw_only=True)
class ChangeCustomLineItemQuantity(OneCustomLineItem):
    """0 removes the line."""

    quantity: NewQuantity

    def apply(self, cart: Cart, context: Context) -> None:
        line = self.named(cart)
        if self.quantity == 0:
            _remove(cart, line)
        elif self.quantity != line["quantity"]:
            set_quantity(line, self.quantity, context)


@actions("changeCustomLineItemMoney")
@dataclass(frozen=True, kw_only=True)
class ChangeCustomLineItemMoney(OneCustomLineItem):
    money: Money

    def apply(self, cart: Cart) -> None:
        check_currency(cart, self.money, "money")
        self.named(cart)["money"] = dump(self.money)


@actions("changeCustomLineItemPriceMode")
@dataclass(frozen=True, kw_only=True)
class ChangeCustomLineItemPriceMode(OneCustomLineItem):
    mode: PriceMode

    def apply(self, cart: Cart) -> None:
        self.named(cart)["priceMode"] = self.mode


@actions("applyDeltaToCustomLineItemShippingDetailsTargets")
@dataclass(frozen=True, kw_only=True)
class ApplyDeltaToCustomLineItemShippingDetailsTargets(OneCustomLineItem):
    targets_delta: tuple[ItemShippingTarget, ...]

    def apply(self, cart: Cart) -> None:
        line = self.named(cart)
        line["shippingDetails"] = with_delta(cart, line, self.targets_delta)


def _remove(cart: Cart, line: Json) -> None:
    cart.custom_line_items = [other for other in cart.custom_line_items if other is not line]
