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
from apps.cart.carts.line_items import LineItemDraft, add_lines, external_rate
from apps.cart.carts.shipping import address_of, info_of_method, set_rate_input
from apps.cart.carts.shipping_drafts import CustomShippingDraft, ShippingDraft
from common.errors import InvalidOperation
from common.names import camel
from common.pricing.taxes import TaxCalculationMode
from common.resources.addresses import address_at_rest, item_addresses_at_rest
from common.resources.card import shared_fields
from common.resources.context import Context
from common.resources.projects import cart_setting, check_country, check_currency, check_language
from common.resources.stores import check_country_of_store, store_key
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Locale
from common.values.money import CurrencyCode, cent_precision
from common.values.references import ToCustomerGroup, ToShippingMethod, ToStore
from common.values.rounding import RoundingMode
from common.values.shipping import ShippingRateInputDraft
from common.values.tax_rates import ExternalTaxRateDraft
from common.values.texts import CountryCode, Key

Days = Annotated[int, Range(min=1, max=365_250)]


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
    tax_rounding_mode: RoundingMode | None = None
    price_rounding_mode: RoundingMode | None = None
    tax_calculation_mode: TaxCalculationMode = "LineItemLevel"
    line_items: tuple[LineItemDraft, ...] = ()
    custom_line_items: tuple[CustomLineItemDraft, ...] = ()
    shipping_address: AddressDraft | None = None
    billing_address: AddressDraft | None = None
    item_shipping_addresses: tuple[AddressDraft, ...] = ()
    shipping_mode: Literal["Single", "Multiple"] = "Single"
    shipping_method: ToShippingMethod | None = None
    external_tax_rate_for_shipping_method: ExternalTaxRateDraft | None = None
    shipping_rate_input: ShippingRateInputDraft | None = None
    shipping: tuple[ShippingDraft, ...] = ()
    custom_shipping: tuple[CustomShippingDraft, ...] = ()
    store: ToStore | None = None
    delete_days_after_last_modification: Days | None = None
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
    "shipping_rate_input",
    "shipping",
    "store",
    "custom",
)

BY_PROJECT = ("delete_days_after_last_modification", "price_rounding_mode", "tax_rounding_mode")
"""What the project's settings say where the draft does not."""


Owned = Callable[[Cart, Context], None]
"""Says whose the cart is, before anything is priced."""


def born(draft: CartDraft, context: Context, owned: Owned | None = None) -> Cart:
    if draft.shipping_mode == "Single" and (draft.shipping or draft.custom_shipping):
        raise InvalidOperation("Several shipping methods need a cart of shipping mode Multiple.")
    check_currency(draft.currency, context)
    check_country(draft.country, context)
    check_language(draft.locale, context)
    cart = Cart(
        **shared_fields(draft, Cart, without=MADE_HERE),
        total_price=cent_precision(draft.currency, 0),
        shipping_address=address_at_rest(draft.shipping_address, context),
        billing_address=address_at_rest(draft.billing_address, context),
        item_shipping_addresses=item_addresses_at_rest(draft.item_shipping_addresses, context),
        customer_group=draft.customer_group and draft.customer_group.to_json(),
        store=draft.store and store_key(draft.store, context),
    )
    cart.project_key = context.project_key
    check_country_of_store(cart.store, cart.country, context)
    for setting in BY_PROJECT:
        if getattr(draft, setting) is None:
            setattr(cart, setting, cart_setting(camel(setting), context))
    if owned is not None:
        owned(cart, context)
    elif draft.customer_id is not None:
        belong_to(cart, draft.customer_id, context)
    add_lines(cart, draft.line_items, context)
    for line in draft.custom_line_items:
        add_custom_line(cart, line, context)
    set_rate_input(cart, draft.shipping_rate_input, context)
    if draft.shipping_method is not None:
        rate = external_rate(cart, draft.external_tax_rate_for_shipping_method)
        info = info_of_method(cart, draft.shipping_method, address_of(cart), context, taxRate=rate)
        cart.shipping_info = info
    for way in (*draft.shipping, *draft.custom_shipping):
        way.add_to(cart, context)
    for code in draft.discount_codes:
        add_code(cart, code, context)
    return cart
