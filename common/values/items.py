"""What stands in carts and orders, as stored: items, how they are taxed, where they go.

https://docs.commercetools.com/api/projects/carts#lineitem
"""

from dataclasses import dataclass, field
from datetime import datetime

from common.errors import InvalidField
from common.values.addresses import Address
from common.values.custom_fields import CustomFields
from common.values.deliveries import Delivery
from common.values.discounts import Target, Value
from common.values.localized import Localized
from common.values.money import Money
from common.values.prices import Price
from common.values.references import (
    ToAnyDiscount,
    ToChannel,
    ToDiscountCode,
    ToPayment,
    ToProductType,
    ToReservation,
    ToShippingMethod,
    ToState,
    ToTaxCategory,
)
from common.values.shipping import ShippingRate, ShippingRateInput
from common.values.tax_rates import TaxRate
from common.values.variants import ProductVariant


@dataclass(frozen=True)
class TaxPortion:
    rate: float
    amount: Money
    name: str | None = None


@dataclass(frozen=True)
class TaxedPrice:
    total_net: Money
    total_gross: Money
    tax_portions: tuple[TaxPortion, ...]
    total_tax: Money | None = None


@dataclass(frozen=True)
class ItemState:
    quantity: int
    state: ToState


@dataclass(frozen=True)
class ItemShippingTarget:
    address_key: str
    quantity: int
    shipping_method_key: str | None = None


@dataclass(frozen=True)
class ItemShippingDetails:
    """``valid``: the targets' quantities add up to the item's."""

    targets: tuple[ItemShippingTarget, ...]
    valid: bool


@dataclass(frozen=True)
class IncludedDiscount:
    discount: ToAnyDiscount
    discounted_amount: Money


@dataclass(frozen=True)
class DiscountedPrice:
    value: Money
    included_discounts: tuple[IncludedDiscount, ...]


@dataclass(frozen=True)
class DiscountOnTotalPrice:
    """Net and gross where the cart's taxes are known."""

    discounted_amount: Money
    included_discounts: tuple[IncludedDiscount, ...]
    discounted_net_amount: Money | None = None
    discounted_gross_amount: Money | None = None


@dataclass(frozen=True)
class DiscountCodeInfo:
    discount_code: ToDiscountCode
    state: str


@dataclass(frozen=True)
class DirectDiscount:
    """A discount of one cart only."""

    id: str
    value: Value
    target: Target | None = None


@dataclass(frozen=True)
class DiscountedPriceForQuantity:
    """So many pieces cost this much each."""

    quantity: int
    discounted_price: DiscountedPrice


@dataclass(frozen=True)
class MethodTaxRate:
    """How an item is taxed if it goes by this of several shipping methods."""

    shipping_method_key: str
    tax_rate: TaxRate | None = None


@dataclass(frozen=True)
class MethodTaxedPrice:
    """Of those of an item's pieces that go by this shipping method."""

    shipping_method_key: str
    taxed_price: TaxedPrice | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """What both kinds of line items have."""

    id: str
    key: str | None = None
    quantity: int
    total_price: Money
    discounted_price_per_quantity: tuple[DiscountedPriceForQuantity, ...]
    tax_rate: TaxRate | None = None
    taxed_price: TaxedPrice | None = None
    per_method_tax_rate: tuple[MethodTaxRate, ...] = ()
    taxed_price_portions: tuple[MethodTaxedPrice, ...] = ()
    state: tuple[ItemState, ...]
    price_mode: str
    shipping_details: ItemShippingDetails | None = None
    custom: CustomFields | None = None


@dataclass(frozen=True, kw_only=True)
class LineItem(Item):
    product_id: str
    product_key: str | None = None
    name: Localized
    product_slug: Localized | None = None
    product_type: ToProductType
    variant: ProductVariant
    price: Price
    supply_channel: ToChannel | None = None
    distribution_channel: ToChannel | None = None
    line_item_mode: str
    inventory_mode: str | None = None
    reservation: ToReservation | None = None
    added_at: datetime | None = None
    last_modified_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CustomLineItem(Item):
    name: Localized
    money: Money
    slug: str
    tax_category: ToTaxCategory | None = None


@dataclass(frozen=True)
class PaymentInfo:
    payments: tuple[ToPayment, ...]


@dataclass(frozen=True)
class EstimatedDelivery:
    """When the parcel should arrive, at the earliest and at the latest."""

    from_: datetime | None = field(default=None, metadata={"wire": "from"})
    until: datetime | None = None

    def __post_init__(self) -> None:
        # Times are texts of one form here, which sort as times do.
        if self.from_ is not None and self.until is not None and self.until < self.from_:
            raise InvalidField("estimatedDelivery.until", self.until)


@dataclass(frozen=True, kw_only=True)
class ShippingInfo:
    shipping_method_name: str
    shipping_method: ToShippingMethod | None = None
    price: Money
    discounted_price: DiscountedPrice | None = None
    shipping_rate: ShippingRate
    shipping_method_state: str
    estimated_delivery: EstimatedDelivery | None = None
    tax_category: ToTaxCategory | None = None
    tax_rate: TaxRate | None = None
    taxed_price: TaxedPrice | None = None
    deliveries: tuple[Delivery, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Shipping:
    """One of several ways in which the items of a cart are shipped."""

    shipping_key: str
    shipping_info: ShippingInfo
    shipping_address: Address
    shipping_rate_input: ShippingRateInput | None = None
    shipping_custom_fields: CustomFields | None = None
