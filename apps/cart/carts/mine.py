"""Carts as shoppers have them: their own, at the catalogue's prices.

https://docs.commercetools.com/api/projects/me-carts
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Literal

from apps.cart.carts.actions import actions
from apps.cart.carts.actions.line_items import ChangeLineItemQuantity, NewQuantity, RemoveLineItem
from apps.cart.carts.actions.registry import CartActions
from apps.cart.carts.awaiting import with_stock
from apps.cart.carts.customers import belong_to
from apps.cart.carts.document import Cart, InventoryMode, TaxMode
from apps.cart.carts.draft import CartDraft, Days, born
from apps.cart.carts.line_items import LineItemDraft, Quantity, add_lines
from apps.cart.carts.reserving import give_back_later
from common.errors import InvalidOperation
from common.resources.card import ResourceType, Scopes
from common.resources.context import Context, no_such
from common.resources.families.items import OneLineItem
from common.resources.shipping_details import ShippingDetailsDraft
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Locale
from common.values.money import CurrencyCode
from common.values.references import ToChannel, ToPayment, ToShippingMethod, ToStore
from common.values.texts import CountryCode, Key
from common.wire.json import Json

AS_A_MERCHANT = (
    "addDiscountCode",
    "addItemShippingAddress",
    "applyDeltaToLineItemShippingDetailsTargets",
    "changeLineItemsOrder",
    "recalculate",
    "removeDiscountCode",
    "removeItemShippingAddress",
    "removePayment",
    "setBillingAddress",
    "setCountry",
    "setCustomField",
    "setCustomType",
    "setCustomerEmail",
    "setDeleteDaysAfterLastModification",
    "setLineItemCustomField",
    "setLineItemCustomType",
    "setLineItemDistributionChannel",
    "setLineItemShippingDetails",
    "setLineItemSupplyChannel",
    "setLocale",
    "setShippingAddress",
    "setShippingMethod",
    "updateItemShippingAddress",
)
"""What shoppers do in the same way; the rest of the merchant's actions they do not have."""


@dataclass(frozen=True, kw_only=True)
class MyLineItemDraft:
    """Without prices, taxes or stock modes of the client's own."""

    product_id: str | None = None
    variant_id: int | None = None
    sku: str | None = None
    key: Key | None = None
    quantity: Quantity = 1
    distribution_channel: ToChannel | None = None
    supply_channel: ToChannel | None = None
    shipping_details: ShippingDetailsDraft | None = None
    custom: CustomFieldsDraft | None = None

    def full(self) -> LineItemDraft:
        return LineItemDraft(**{field.name: getattr(self, field.name) for field in fields(MyLineItemDraft)})


@dataclass(frozen=True, kw_only=True)
class MyCartDraft:
    currency: CurrencyCode
    key: Key | None = None
    customer_email: str | None = None
    country: CountryCode | None = None
    locale: Locale | None = None
    inventory_mode: InventoryMode = "None"
    tax_mode: Literal["Platform", "External", "ExternalAmount"] = "Platform"
    line_items: tuple[MyLineItemDraft, ...] = ()
    shipping_address: AddressDraft | None = None
    billing_address: AddressDraft | None = None
    item_shipping_addresses: tuple[AddressDraft, ...] = ()
    shipping_mode: Literal["Single", "Multiple"] = "Single"
    shipping_method: ToShippingMethod | None = None
    store: ToStore | None = None
    delete_days_after_last_modification: Days | None = None
    discount_codes: tuple[str, ...] = ()
    custom: CustomFieldsDraft | None = None

    def full(self) -> CartDraft:
        same = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "line_items"}
        return CartDraft(**same, line_items=tuple(line.full() for line in self.line_items))


my_actions = CartActions(Cart)
for _name in AS_A_MERCHANT:
    my_actions.take(_name, actions)


@my_actions("addLineItem")
@dataclass(frozen=True, kw_only=True)
class MyAddLineItem(MyLineItemDraft):
    def apply(self, cart: Cart, context: Context) -> None:
        add_lines(cart, [self.full()], context)


@my_actions("changeLineItemQuantity")
@dataclass(frozen=True, kw_only=True)
class MyChangeLineItemQuantity(OneLineItem):
    quantity: NewQuantity

    def apply(self, cart: Cart, context: Context) -> None:
        ChangeLineItemQuantity(**vars(self)).apply(cart, context)


@my_actions("removeLineItem")
@dataclass(frozen=True, kw_only=True)
class MyRemoveLineItem(OneLineItem):
    quantity: Quantity | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        RemoveLineItem(**vars(self)).apply(cart, context)


@my_actions("addPayment")
@dataclass(frozen=True)
class MyAddPayment:
    """One of the shopper's own, or one that a merchant made for nobody: what it holds may be charged."""

    payment: ToPayment

    def apply(self, cart: Cart, context: Context) -> Any:
        id, may_pay = self.payment.id or "", _paying(context)
        if not may_pay(context.find("payment", id)) and not may_pay(context.find_again("payment", id)):
            raise no_such("payment", id=id)
        declared = actions.declared["addPayment"]
        return declared.apply(declared.payload(self.payment), cart, context)


def _paying(context: Context) -> Callable[[Json | None], bool]:
    actor = context.actor or {}

    def may_pay(payment: Json | None) -> bool:
        owners = [name for name in ("customer", "anonymousId") if payment and name in payment]
        return payment is not None and (not owners or any(payment[name] == actor.get(name) for name in owners))

    return may_pay


@my_actions("changeTaxMode")
@dataclass(frozen=True)
class MyChangeTaxMode:
    tax_mode: TaxMode

    def apply(self, cart: Cart, context: Context) -> Any:
        if self.tax_mode == "Disabled":
            raise InvalidOperation("Shoppers cannot go without taxes.")
        return actions.declared["changeTaxMode"].payload(self.tax_mode).apply(cart)


def born_mine(draft: MyCartDraft, context: Context) -> Cart:
    """The cart of the shopper that the token names; of a customer, with the customer's prices."""
    return born(draft.full(), context, owned_by_actor)


def owned_by_actor(cart: Cart, context: Context) -> None:
    actor = context.actor or {}
    if "customer" in actor:
        belong_to(cart, actor["customer"]["id"], context)
    cart.anonymous_id = actor.get("anonymousId")


my_carts = ResourceType(
    path="me/carts",
    type_id="cart",
    document=Cart,
    draft=MyCartDraft,
    actions=my_actions,
    scopes=Scopes(view=("manage_my_orders",), manage=("manage_my_orders",)),
    born=born_mine,
    carrier="order",
    of_store="store",
    check_delete=give_back_later,
    awaits=with_stock,
)
