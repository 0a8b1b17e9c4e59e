"""Lines that no product stands behind: fees, services, vouchers.

https://docs.commercetools.com/api/projects/carts#customlineitem
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import uuid4

from marshmallow.validate import Regexp

from apps.cart.carts.line_items import Quantity, check_new_key, external_rates, own_rate, set_quantity
from apps.cart.carts.prices import check_currency
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.shipping_details import ShippingDetailsDraft, merged_details, set_details
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Localized
from common.values.money import Money
from common.values.references import ToTaxCategory
from common.values.tax_rates import ExternalTaxRateDraft, MethodExternalTaxRateDraft
from common.values.texts import KEY, Key
from common.wire import dump
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

MAX_CUSTOM_LINE_ITEMS = 300

PriceMode = Literal["Standard", "External"]
Slug = Annotated[str, Regexp(KEY, error="Expected 2 to 256 letters, digits, hyphens and underscores")]


@dataclass(frozen=True, kw_only=True)
class CustomLineItemDraft:
    name: Localized
    money: Money
    slug: Slug
    key: Key | None = None
    quantity: Quantity = 1
    tax_category: ToTaxCategory | None = None
    external_tax_rate: ExternalTaxRateDraft | None = None
    per_method_external_tax_rate: tuple[MethodExternalTaxRateDraft, ...] = ()
    price_mode: PriceMode = "Standard"
    shipping_details: ShippingDetailsDraft | None = None
    custom: CustomFieldsDraft | None = None


def add_custom_line(cart: "Cart", draft: CustomLineItemDraft, context: Context) -> None:
    """A new line, or a larger quantity of the one that only differs in it."""
    line = _new_line(cart, draft, context)
    for other in cart.custom_line_items:
        if all(other.get(name) == line.get(name) for name in ALIKE):
            merged_details(other, line.get("shippingDetails"))
            set_quantity(other, other["quantity"] + draft.quantity, context)
            return
    check_new_key(cart.custom_line_items, draft.key)
    if len(cart.custom_line_items) >= MAX_CUSTOM_LINE_ITEMS:
        raise InvalidOperation(f"A cart has at most {MAX_CUSTOM_LINE_ITEMS} custom line items.")
    cart.custom_line_items = [*cart.custom_line_items, line]


ALIKE = ("slug", "name", "money", "taxCategory", "priceMode", "custom", "key")


def _new_line(cart: "Cart", draft: CustomLineItemDraft, context: Context) -> Json:
    check_currency(cart, draft.money, "money")
    if cart.tax_mode == "Platform" and draft.tax_category is None:
        raise InvalidOperation("A custom line item needs a tax category in tax mode Platform.")
    line: Json = {"id": str(uuid4()), "name": draft.name, "money": dump(draft.money), "slug": draft.slug}
    line |= {"priceMode": draft.price_mode, "discountedPricePerQuantity": []}
    line |= {"perMethodTaxRate": external_rates(cart, draft.per_method_external_tax_rate), "taxedPricePortions": []}
    given = {
        "key": draft.key,
        "taxCategory": draft.tax_category and draft.tax_category.to_json(),
        "custom": custom_at_rest(draft.custom, "custom-line-item", context),
        "taxRate": own_rate(cart, draft.external_tax_rate),
    }
    line |= {name: value for name, value in given.items() if value is not None}
    set_quantity(line, draft.quantity, context)
    set_details(cart, line, draft.shipping_details)
    return line
