"""Actions on line items."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Range

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.discounts.gifts import is_gift, refuse_gift
from apps.cart.carts.document import Cart, InventoryMode
from apps.cart.carts.line_items import LineItemDraft, Quantity, add_lines, set_quantity
from apps.cart.carts.prices import ExternalTotal, reprice, set_external_price, set_external_total
from apps.cart.carts.quantity_limits import check_limits
from common.errors import RequiredField
from common.resources.context import Context
from common.resources.families.items import OneLineItem, with_or_without
from common.resources.order import in_order
from common.resources.shipping_details import with_delta
from common.values.items import ItemShippingTarget
from common.values.money import Money
from common.values.references import ToChannel
from common.wire.json import Json

NewQuantity = Annotated[int, Range(min=0, max=2**31 - 1, error="Expected a quantity of at least 0")]


@actions("addLineItem")
@dataclass(frozen=True, kw_only=True)
class AddLineItem(LineItemDraft):
    """Put a variant into the cart; the same again only raises the quantity."""

    def apply(self, cart: Cart, context: Context) -> None:
        add_lines(cart, [self], context)


@actions("removeLineItem")
@dataclass(frozen=True, kw_only=True)
class RemoveLineItem(OneLineItem):
    """All of it, or so many pieces."""

    quantity: Quantity | None = None
    external_price: Money | None = None
    external_total_price: ExternalTotal | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        line = self.named(cart)
        left = max(line["quantity"] - self.quantity, 0) if self.quantity else 0
        _change_quantity(cart, line, left, self.external_price, self.external_total_price, context)


@actions("changeLineItemQuantity")
@dataclass(frozen=True, kw_only=True)
class ChangeLineItemQuantity(OneLineItem):
    """0 removes the line. A price from outside must be said again: it may depend on the quantity."""

    quantity: NewQuantity
    external_price: Money | None = None
    external_total_price: ExternalTotal | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        line = self.named(cart)
        _change_quantity(cart, line, self.quantity, self.external_price, self.external_total_price, context)


def _change_quantity(
    cart: Cart, line: Json, quantity: int, price: Money | None, total: ExternalTotal | None, context: Context
) -> None:
    if is_gift(line):
        refuse_gift(cart, line, quantity)
    if quantity == 0:
        cart.line_items = [other for other in cart.line_items if other is not line]
        cart._tax_categories = {id: held for id, held in cart._tax_categories.items() if id != line["id"]}
        return
    if quantity != line["quantity"]:
        set_quantity(line, quantity, context)
        check_limits([line], context)
    if total is not None:
        set_external_total(cart, line, total)
    elif price is not None:
        set_external_price(cart, line, price)
    elif line["priceMode"] == "ExternalPrice":
        raise RequiredField("externalPrice")
    else:
        _price_by_platform(cart, line, context)


def _price_by_platform(cart: Cart, line: Json, context: Context) -> None:
    line["priceMode"] = "Platform"
    reprice(cart, [line], context)


@actions("changeLineItemsOrder")
@dataclass(frozen=True)
class ChangeLineItemsOrder:
    line_item_order: tuple[str, ...]

    def apply(self, cart: Cart) -> None:
        cart.line_items = in_order(cart.line_items, "id", self.line_item_order)


@actions("setLineItemPrice")
@dataclass(frozen=True, kw_only=True)
class SetLineItemPrice(OneLineItem):
    """Without a price the catalogue's counts again."""

    external_price: Money | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        line = self.named(cart)
        if self.external_price is not None:
            set_external_price(cart, line, self.external_price)
        elif line["priceMode"] == "ExternalPrice":
            _price_by_platform(cart, line, context)


@actions("setLineItemTotalPrice")
@dataclass(frozen=True, kw_only=True)
class SetLineItemTotalPrice(OneLineItem):
    """Without a total the catalogue's price counts again."""

    external_total_price: ExternalTotal | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        line = self.named(cart)
        if self.external_total_price is not None:
            set_external_total(cart, line, self.external_total_price)
        elif line["priceMode"] == "ExternalTotal":
            _price_by_platform(cart, line, context)


@actions("setLineItemDistributionChannel")
@dataclass(frozen=True, kw_only=True)
class SetLineItemDistributionChannel(OneLineItem):
    """Another channel may mean another price."""

    distribution_channel: ToChannel | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        line = self.named(cart)
        channel = self.distribution_channel.to_json() if self.distribution_channel else None
        with_or_without(line, "distributionChannel", channel)
        reprice(cart, [line], context)


@actions("setLineItemSupplyChannel")
@dataclass(frozen=True, kw_only=True)
class SetLineItemSupplyChannel(OneLineItem):
    supply_channel: ToChannel | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        line, channel = self.named(cart), self.supply_channel.to_json() if self.supply_channel else None
        if line.get("supplyChannel") != channel:
            with_or_without(line, "supplyChannel", channel)
            check_limits([line], context)


@actions("setLineItemInventoryMode")
@dataclass(frozen=True, kw_only=True)
class SetLineItemInventoryMode(OneLineItem):
    """Only kept where it differs from the cart's."""

    inventory_mode: InventoryMode | None = None

    def apply(self, cart: Cart) -> None:
        mode = self.inventory_mode if self.inventory_mode != cart.inventory_mode else None
        with_or_without(self.named(cart), "inventoryMode", mode)


@actions("applyDeltaToLineItemShippingDetailsTargets")
@dataclass(frozen=True, kw_only=True)
class ApplyDeltaToLineItemShippingDetailsTargets(OneLineItem):
    targets_delta: tuple[ItemShippingTarget, ...]

    def apply(self, cart: Cart) -> None:
        line = self.named(cart)
        line["shippingDetails"] = with_delta(cart, line, self.targets_delta)
