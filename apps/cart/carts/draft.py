"""How a cart is born.

https://docs.commercetools.com/api/projects/carts#cartdraft
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from marshmallow.validate import Range

from apps.cart.carts.custom_line_items import CustomLineItemDraft, add_custom_line
from apps.cart.carts.customers import belong_to
from apps.cart.carts.discounts.adding import add_code
from apps.cart.carts.document import Cart, InventoryMode, TaxMode
from apps.cart.carts.line_items import LineItemDraft, add_lines
from common.errors import InvalidOperation
from common.pricing.taxes import TaxCalculationMode
from common.resources.addresses import address_at_rest, item_addresses_at_rest
from common.resources.card import shared_fields
from common.resources.context import Context
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Locale
from common.values.money import CurrencyCode, cent_precision
from common.values.references import ToCustomerGroup
from common.values.rounding import RoundingMode
from common.values.texts import CountryCode, Key

Days = Annotated[int, Range(min=1, max=365_250)]
DELETE_AFTER_DAYS = 90
"""What the project's settings say unless changed."""


@dataclass(frozen=True, kw_only=True)
class CartDraft:
    currency: CurrencyCode
    key: Key | None = None
    customer_id: str | None = None
    customer_email: str | None = None
    customer_group: ToCustomerGroup | None = None
    anonymous_id: str | None = None
    country: CountryCode | None = None
    locale: Locale | None = None
    origin: Literal["Customer", "Merchant", "Quote", "RecurringOrder"] = "Customer"
    inventory_mode: InventoryMode = "None"
    tax_mode: TaxMode = "Platform"
    tax_rounding_mode: RoundingMode = "HalfEven"
    price_rounding_mode: RoundingMode = "HalfEven"
    tax_calculation_mode: TaxCalculationMode = "LineItemLevel"
    line_items: tuple[LineItemDraft, ...] = ()
    custom_line_items: tuple[CustomLineItemDraft, ...] = ()
    shipping_address: AddressDraft | None = None
    billing_address: AddressDraft | None = None
    item_shipping_addresses: tuple[AddressDraft, ...] = ()
    shipping_mode: Literal["Single", "Multiple"] = "Single"
    delete_days_after_last_modification: Days = DELETE_AFTER_DAYS
    purchase_order_number: str | None = None
    discount_codes: tuple[str, ...] = ()
    custom: CustomFieldsDraft | None = None


MADE_HERE = (
    "customer_id",
    "customer_group",
    "line_items",
    "custom_line_items",
    "shipping_address",
    "billing_address",
    "item_shipping_addresses",
    "discount_codes",
    "custom",
)


Owned = Callable[[Cart, Context], None]
"""Says whose the cart is, before anything is priced."""


def born(draft: CartDraft, context: Context, owned: Owned | None = None) -> Cart:
    if draft.shipping_mode == "Multiple":
        raise InvalidOperation("Shipping mode Multiple is not served yet (docs/coverage.md).")
    cart = Cart(
        **shared_fields(draft, Cart, without=MADE_HERE),
        total_price=cent_precision(draft.currency, 0),
        shipping_address=address_at_rest(draft.shipping_address, context),
        billing_address=address_at_rest(draft.billing_address, context),
        item_shipping_addresses=item_addresses_at_rest(draft.item_shipping_addresses, context),
        customer_group=draft.customer_group and draft.customer_group.to_json(),
    )
    if owned is not None:
        owned(cart, context)
    elif draft.customer_id is not None:
        belong_to(cart, draft.customer_id, context)
    add_lines(cart, draft.line_items, context)
    for line in draft.custom_line_items:
        add_custom_line(cart, line, context)
    for code in draft.discount_codes:
        add_code(cart, code, context)
    return cart
