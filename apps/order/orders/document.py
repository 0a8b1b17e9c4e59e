"""Orders: what was bought, as it was when it was bought.

An order has the id of the saga that placed it. What it took over from its cart is kept as it was there.

https://docs.commercetools.com/api/projects/orders
"""

from datetime import datetime
from typing import Any, ClassVar

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
    ShippingInfo,
    TaxedPrice,
)
from common.values.localized import Locale
from common.values.money import Money
from common.values.references import ToCustomerGroup, ToState
from common.values.texts import CountryCode

Json = dict[str, Any]


class Order(Resource):
    meta: ClassVar = {"collection": "orders", "db_alias": "order"}
    unique: ClassVar = (Unique("orderNumber"),)
    indexed: ClassVar = (
        "cart.id",
        "customerId",
        "anonymousId",
        "customerEmail",
        "orderState",
        ("store.key", *BY_AGE),
        "paymentInfo.payments.id",
    )

    order_number = JsonField(str)
    purchase_order_number = JsonField(str)
    cart = JsonField(Json)
    completed_at = JsonField(datetime)

    order_state = JsonField(str, required=True)
    shipment_state = JsonField(str)
    payment_state = JsonField(str)
    state = JsonField(ToState)
    sync_info = JsonField(list[Json], default=list)
    return_info = JsonField(list[Json], default=list)

    customer_id = JsonField(str)
    anonymous_id = JsonField(str)
    customer_email = JsonField(str)
    customer_group = JsonField(ToCustomerGroup)
    business_unit = JsonField(Json)
    store = JsonField(Json)
    country = JsonField(CountryCode)
    locale = JsonField(Locale)
    origin = JsonField(str)

    line_items = JsonField(tuple[LineItem, ...], default=list)
    custom_line_items = JsonField(tuple[CustomLineItem, ...], default=list)
    total_price = JsonField(Money, required=True)
    taxed_price = JsonField(TaxedPrice)
    taxed_shipping_price = JsonField(TaxedPrice)
    discount_on_total_price = JsonField(DiscountOnTotalPrice)
    discount_codes = JsonField(tuple[DiscountCodeInfo, ...])
    direct_discounts = JsonField(tuple[DirectDiscount, ...])
    discount_type_combination = JsonField(Json)
    refused_gifts = JsonField(list[Json], default=list)
    tax_mode = JsonField(str)
    tax_rounding_mode = JsonField(str)
    tax_calculation_mode = JsonField(str)
    price_rounding_mode = JsonField(str)
    inventory_mode = JsonField(str)

    billing_address = JsonField(Address)
    shipping_address = JsonField(Address)
    item_shipping_addresses = JsonField(tuple[Address, ...])
    shipping_mode = JsonField(str)
    shipping_key = JsonField(str)
    shipping_info = JsonField(ShippingInfo)
    shipping_rate_input = JsonField(Json)
    shipping_custom_fields = JsonField(CustomFields)
    shipping = JsonField(list[Json], default=list)

    payment_info = JsonField(Json)
    custom = JsonField(CustomFields)

    @property
    def items(self) -> list[dict[str, Any]]:
        """Line items, then custom line items."""
        return [*self.line_items, *self.custom_line_items]
