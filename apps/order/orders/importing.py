"""Orders that were placed elsewhere, taken over as they are: nothing is priced or checked against a cart.

https://docs.commercetools.com/api/projects/order-import
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from apps.order.orders.deliveries import DeliveryDraft, delivery_at_rest, parcel_at_rest
from apps.order.orders.document import Order
from apps.order.orders.draft import OrderState, PaymentState, ShipmentState
from apps.order.orders.imported_items import (
    CustomLineItemImportDraft,
    InventoryMode,
    LineItemImportDraft,
    custom_lines_at_rest,
    lines_at_rest,
)
from common.errors import InvalidOperation
from common.pricing.lines import line_of
from common.pricing.taxes import Rate, TaxCalculationMode, tax_on
from common.resources.addresses import address_at_rest, item_addresses_at_rest
from common.resources.card import shared_fields
from common.resources.context import Context, no_such
from common.resources.stores import check_country_of_store, store_key
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.items import DiscountedPrice, PaymentInfo, TaxedPrice
from common.values.money import Money, cent_precision
from common.values.references import (
    ToCustomerGroup,
    ToShippingMethod,
    ToState,
    ToStore,
    ToTaxCategory,
)
from common.values.rounding import RoundingMode
from common.values.shipping import ShippingRateDraft
from common.values.tax_rates import TaxRate
from common.values.texts import CountryCode
from common.wire import dump
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class ShippingInfoImportDraft:
    shipping_method_name: str
    price: Money
    shipping_rate: ShippingRateDraft
    tax_rate: TaxRate | None = None
    tax_category: ToTaxCategory | None = None
    shipping_method: ToShippingMethod | None = None
    discounted_price: DiscountedPrice | None = None
    deliveries: tuple[DeliveryDraft, ...] = ()
    shipping_method_state: Literal["MatchesCart", "DoesNotMatchCart"] = "MatchesCart"


@dataclass(frozen=True, kw_only=True)
class OrderImportDraft:
    total_price: Money
    order_number: str | None = None
    purchase_order_number: str | None = None
    customer_id: str | None = None
    customer_email: str | None = None
    customer_group: ToCustomerGroup | None = None
    store: ToStore | None = None
    line_items: tuple[LineItemImportDraft, ...] = ()
    custom_line_items: tuple[CustomLineItemImportDraft, ...] = ()
    taxed_price: TaxedPrice | None = None
    tax_rounding_mode: RoundingMode = "HalfEven"
    tax_calculation_mode: TaxCalculationMode = "LineItemLevel"
    price_rounding_mode: RoundingMode = "HalfEven"
    inventory_mode: InventoryMode = "None"
    shipping_address: AddressDraft | None = None
    billing_address: AddressDraft | None = None
    item_shipping_addresses: tuple[AddressDraft, ...] = ()
    shipping_info: ShippingInfoImportDraft | None = None
    payment_info: PaymentInfo | None = None
    order_state: OrderState = "Open"
    payment_state: PaymentState | None = None
    shipment_state: ShipmentState | None = None
    state: ToState | None = None
    country: CountryCode | None = None
    origin: Literal["Customer", "Merchant", "Quote", "RecurringOrder"] = "Customer"
    completed_at: datetime | None = None
    custom: CustomFieldsDraft | None = None


MADE_HERE = (
    "store",
    "line_items",
    "custom_line_items",
    "shipping_address",
    "billing_address",
    "item_shipping_addresses",
    "shipping_info",
    "custom",
)


def imported(draft: OrderImportDraft, context: Context) -> Order:
    if not draft.line_items and not draft.custom_line_items:
        raise InvalidOperation("An order has line items, custom line items, or both.")
    if draft.customer_id is not None and context.find("customer", draft.customer_id) is None:
        raise no_such("customer", draft.customer_id)
    order = Order(
        **shared_fields(draft, Order, without=MADE_HERE),
        store=store_key(draft.store, context) if draft.store else None,
        shipping_address=address_at_rest(draft.shipping_address, context),
        billing_address=address_at_rest(draft.billing_address, context),
        item_shipping_addresses=item_addresses_at_rest(draft.item_shipping_addresses, context) or None,
        shipping_mode="Single",
        tax_mode="External",
    )
    check_country_of_store(order.store, order.country, context)
    order.line_items = lines_at_rest(order, draft.line_items, context)
    order.custom_line_items = custom_lines_at_rest(order, draft.custom_line_items, context)
    if draft.shipping_info:
        order.shipping_info = _shipping(order, draft.shipping_info)
        order.shipping_info["deliveries"] = [_delivery(order, one, context) for one in draft.shipping_info.deliveries]
    return order


def _shipping(order: Order, draft: ShippingInfoImportDraft) -> Json:
    info: dict[str, Any] = dump(draft) | {"shippingRate": draft.shipping_rate.at_rest(), "deliveries": []}
    if draft.tax_rate is not None:
        cents, currency = draft.price.cent_amount, draft.price.currency_code
        info["price"] = cent_precision(currency, cents)
        rate = Rate.of(info["taxRate"])
        taxed = tax_on(line_of(cents, 1), cents, rate, order.tax_calculation_mode, order.tax_rounding_mode)
        info["taxedPrice"] = taxed.to_json(currency)
    return info


def _delivery(order: Order, draft: DeliveryDraft, context: Context) -> Json:
    delivery = delivery_at_rest(order, draft, context)
    for parcel in draft.parcels:
        delivery["parcels"].append(parcel_at_rest(order, parcel, context))
    return delivery
