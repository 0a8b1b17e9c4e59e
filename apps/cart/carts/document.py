"""A cart: what someone is about to buy, what it costs, where it goes.

https://docs.commercetools.com/api/projects/carts
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from mongoengine import IntField, StringField

from apps.cart.carts.discounts import applying, sync_gifts
from apps.cart.carts.reckoning import reckon
from apps.cart.carts.reserving import note_stock
from apps.cart.carts.shipping import judge_method, shipment_of
from apps.cart.carts.tax_rates import fill_tax_rates
from apps.cart.carts.ways import MULTIPLE, Way, check_targets
from common.pricing.shipping import Shipment
from common.pricing.taxes import TaxCalculationMode
from common.resources.document import BY_AGE, JsonField, Resource
from common.resources.unique import Unique
from common.values.addresses import Address
from common.values.custom_fields import CustomFields
from common.values.items import (
    CustomLineItem,
    DirectDiscount,
    DiscountCodeInfo,
    DiscountOnTotalPrice,
    LineItem,
    PaymentInfo,
    Shipping,
    ShippingInfo,
    TaxedPrice,
)
from common.values.localized import Locale
from common.values.money import Money
from common.values.references import StoreKey, ToCartDiscount, ToCustomerGroup
from common.values.rounding import RoundingMode
from common.values.shipping import ShippingRateInput
from common.values.texts import CountryCode, Key
from common.wire.times import as_time

InventoryMode = Literal["None", "TrackOnly", "ReserveOnOrder", "ReserveOnCart"]
CLOSED = ("Ordered", "Merged")
"""What such a cart held is bought, or in another: nothing of it is reckoned any more."""
TaxMode = Literal["Platform", "External", "ExternalAmount", "Disabled"]


@dataclass(frozen=True)
class CartLock:
    """Who keeps others from changing the cart, and since when."""

    created_at: datetime
    client_id: str


class Cart(Resource):
    meta: ClassVar = {"collection": "carts", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"),)
    indexed: ClassVar = (
        ("customerId", "cartState", "lastModifiedAt"),
        "anonymousId",
        ("store.key", *BY_AGE),
        "paymentInfo.payments.id",
    )
    swept: ClassVar = "_endsAt"

    key = JsonField(Key)
    customer_id = StringField()
    customer_email = StringField()
    store = JsonField(StoreKey)
    customer_group = JsonField(ToCustomerGroup)
    anonymous_id = StringField()
    country = JsonField(CountryCode)
    locale = JsonField(Locale)
    cart_state = StringField(default="Active")
    freeze_strategy = StringField()
    lock = JsonField(CartLock)
    origin = StringField(default="Customer")
    purchase_order_number = StringField()
    delete_days_after_last_modification = IntField()

    line_items = JsonField(tuple[LineItem, ...], default=list)
    custom_line_items = JsonField(tuple[CustomLineItem, ...], default=list)
    total_line_item_quantity = IntField()
    total_price = JsonField(Money, required=True)  # from the start: it also says which currency the cart has
    taxed_price = JsonField(TaxedPrice)
    taxed_shipping_price = JsonField(TaxedPrice)
    inventory_mode = JsonField(InventoryMode, default="None")
    tax_mode = JsonField(TaxMode, default="Platform")
    tax_rounding_mode = JsonField(RoundingMode, default="HalfEven")
    price_rounding_mode = JsonField(RoundingMode, default="HalfEven")
    tax_calculation_mode = JsonField(TaxCalculationMode, default="LineItemLevel")

    billing_address = JsonField(Address)
    shipping_address = JsonField(Address)
    item_shipping_addresses = JsonField(tuple[Address, ...], default=list)
    shipping_mode = StringField(default="Single")
    shipping_info = JsonField(ShippingInfo)
    shipping_rate_input = JsonField(ShippingRateInput)
    shipping_custom_fields = JsonField(CustomFields)
    shipping = JsonField(tuple[Shipping, ...], default=list)

    payment_info = JsonField(PaymentInfo)

    discount_codes = JsonField(tuple[DiscountCodeInfo, ...], default=list)
    direct_discounts = JsonField(tuple[DirectDiscount, ...], default=list)
    discount_on_total_price = JsonField(DiscountOnTotalPrice)
    refused_gifts = JsonField(tuple[ToCartDiscount, ...], default=list)
    custom = JsonField(CustomFields)
    warnings = JsonField(list)  # of one request; never kept

    _ends_at = JsonField(datetime)  # when it is deleted, unless it is changed before (``ending``)
    _tax_categories = JsonField(dict, default=dict)  # line item id → tax category id: the wire does not say
    _held = JsonField(dict)  # line item id → the stock that is reserved for it (``reserving``)
    _reserve_minutes = IntField()  # for how long, where a client has just said so
    _external_total = JsonField(dict)  # the whole cart's tax, where a client set it (tax mode ExternalAmount)

    @property
    def currency_code(self) -> str:
        return str(self.total_price["currencyCode"])

    @property
    def items(self) -> list[dict[str, Any]]:
        """Line items, then custom line items."""
        return [*self.line_items, *self.custom_line_items]

    def settle(self, context: Any) -> None:
        if self.cart_state not in CLOSED:
            if self.shipping_mode == MULTIPLE:
                check_targets(self)
            fill_tax_rates(self, context)
            self.reckon_anew(context)
            judge_method(self, context)
        note_stock(self, context)
        if self.delete_days_after_last_modification is not None:
            days = timedelta(days=self.delete_days_after_last_modification)
            self._ends_at = _hour_after(as_time(self.last_modified_at) + days)

    def reckon_anew(self, context: Any) -> None:
        """What it costs now; of a frozen cart, by the prices it froze with."""

        def shipment(goods_cents: int, way: Way) -> Shipment:
            return shipment_of(way, goods_cents, context)

        if self.cart_state == "Frozen":
            reckon(self, shipment)
            return
        found = applying(self, context)
        sync_gifts(self, found, context)
        for code in self.discount_codes:
            code["state"] = found.code_states[code["discountCode"]["id"]]
        fill_tax_rates(self, context)  # of gifts that have just come
        reckon(self, shipment, found.discounts)


def _hour_after(time: datetime) -> datetime:
    """The next full hour: so that most changes of a cart leave the index of the sweep as it is."""
    return time.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
