"""How variants become lines of a cart.

https://docs.commercetools.com/api/projects/carts#add-lineitem
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

from marshmallow.validate import Range

from apps.cart.carts.offers import Offer, Wanted, offers
from apps.cart.carts.prices import (
    ExternalTotal,
    note_tax_category,
    price_of,
    product_data,
    selected,
    set_external_price,
    set_external_total,
)
from apps.cart.carts.quantity_limits import check_limits
from common.errors import DuplicateField, InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.shipping_details import ShippingDetailsDraft, merged_details, set_details
from common.values.custom_fields import CustomFieldsDraft
from common.values.money import Money
from common.values.references import ToChannel
from common.values.states import initial_state
from common.values.tax_rates import ExternalTaxRateDraft, MethodExternalTaxRateDraft
from common.values.texts import Key
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

MAX_LINE_ITEMS = 500  # https://docs.commercetools.com/api/limits

Quantity = Annotated[int, Range(min=1, max=2**31 - 1, error="Expected a quantity of at least 1")]


@dataclass(frozen=True, kw_only=True)
class VariantLineDraft:
    """So many of a variant: in a cart, and in a shopping list."""

    product_id: str | None = None
    variant_id: int | None = None
    sku: str | None = None
    key: Key | None = None
    quantity: Quantity = 1
    added_at: datetime | None = None
    custom: CustomFieldsDraft | None = None

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.product_id, self.variant_id if self.product_id else None, self.sku)


@dataclass(frozen=True, kw_only=True)
class LineItemDraft(VariantLineDraft):
    distribution_channel: ToChannel | None = None
    supply_channel: ToChannel | None = None
    external_price: Money | None = None
    external_total_price: ExternalTotal | None = None
    external_tax_rate: ExternalTaxRateDraft | None = None
    per_method_external_tax_rate: tuple[MethodExternalTaxRateDraft, ...] = ()
    inventory_mode: str | None = None
    shipping_details: ShippingDetailsDraft | None = None

    @property
    def is_priced_outside(self) -> bool:
        return self.external_price is not None or self.external_total_price is not None


def add_lines(cart: "Cart", drafts: Sequence[LineItemDraft], context: Context) -> None:
    """Each as a new line, or as a larger quantity of the line that is the same."""
    by_wanted = {draft.wanted: draft for draft in drafts if not draft.is_priced_outside}

    def has_price(offer: Offer) -> bool:
        asked = [draft for wanted, draft in by_wanted.items() if wanted.offer_in(offer.product) == offer]
        return all(selected(offer, cart, channel_of(draft), context) for draft in asked)

    found = offers([draft.wanted for draft in drafts], context, has_price)
    before = {line["id"] for line in cart.line_items}
    touched = {line["id"]: line for line in (_add(cart, *one, context) for one in zip(drafts, found, strict=True))}
    check_limits([line for id, line in touched.items() if id in before], context)
    check_limits([line for id, line in touched.items() if id not in before], context, new=True)


def channel_of(draft: LineItemDraft) -> Json | None:
    return draft.distribution_channel.to_json() if draft.distribution_channel else None


def _add(cart: "Cart", draft: LineItemDraft, offer: Offer, context: Context) -> Json:
    """The line that is new, or holds more now."""
    line = _new_line(cart, draft, offer, context)
    same = None if draft.is_priced_outside else _same_line(cart, line)
    if same is None:
        check_new_key(cart.line_items, draft.key)
        if len(cart.line_items) >= MAX_LINE_ITEMS:
            raise InvalidOperation(f"A cart has at most {MAX_LINE_ITEMS} line items.")
        cart.line_items = [*cart.line_items, line]
        note_tax_category(cart, line["id"], offer)
        return line
    same["price"] = line["price"]
    merged_details(same, line.get("shippingDetails"))
    set_quantity(same, same["quantity"] + draft.quantity, context)
    return same


def _new_line(cart: "Cart", draft: LineItemDraft, offer: Offer, context: Context) -> Json:
    line: Json = {"id": str(uuid4()), **product_data(offer), "lineItemMode": "Standard", "priceMode": "Platform"}
    line |= {"discountedPricePerQuantity": [], "taxedPricePortions": []}
    line["perMethodTaxRate"] = external_rates(cart, draft.per_method_external_tax_rate)
    line |= {"addedAt": str(draft.added_at) if draft.added_at else context.now}
    if draft.external_total_price is not None:
        set_external_total(cart, line, draft.external_total_price)
    elif draft.external_price is not None:
        set_external_price(cart, line, draft.external_price)
    else:
        line["price"] = price_of(offer, cart, channel_of(draft), context)
    given = {
        "key": draft.key,
        "distributionChannel": channel_of(draft),
        "supplyChannel": draft.supply_channel and draft.supply_channel.to_json(),
        "inventoryMode": draft.inventory_mode if draft.inventory_mode != cart.inventory_mode else None,
        "custom": custom_at_rest(draft.custom, "line-item", context),
        "taxRate": own_rate(cart, draft.external_tax_rate),
    }
    line |= {name: value for name, value in given.items() if value is not None}
    set_quantity(line, draft.quantity, context)
    set_details(cart, line, draft.shipping_details)
    return line


def set_quantity(item: Json, quantity: int, context: Context) -> None:
    """Of a line item or custom line item; whatever states its pieces were in, they begin again."""
    item["quantity"] = quantity
    item["state"] = [{"quantity": quantity, "state": initial_state(context.project_key)}]
    if "productId" in item:
        item["lastModifiedAt"] = context.now
    if "shippingDetails" in item:
        targets = item["shippingDetails"]["targets"]
        item["shippingDetails"]["valid"] = sum(target["quantity"] for target in targets) == quantity


def external_rate(cart: "Cart", draft: ExternalTaxRateDraft | None) -> Json | None:
    """InvalidOperation where the platform finds the rates."""
    if draft is None:
        return None
    if cart.tax_mode != "External":
        raise InvalidOperation(f"An external tax rate cannot be set in tax mode {cart.tax_mode}.")
    return draft.at_rest()


def own_rate(cart: "Cart", draft: ExternalTaxRateDraft | None) -> Json | None:
    """Of an item; in a cart with several shipping methods it has one for each of them instead."""
    return external_rate(cart, draft) if cart.shipping_mode == "Single" else None


def external_rates(cart: "Cart", drafts: Sequence[MethodExternalTaxRateDraft]) -> list[Json]:
    """The same for each of several shipping methods; a cart that has one has no use for them."""
    if cart.shipping_mode == "Single":
        return []
    rates = [(each.shipping_method_key, external_rate(cart, each.tax_rate)) for each in drafts]
    return [{"shippingMethodKey": key} | ({"taxRate": rate} if rate else {}) for key, rate in rates]


def check_new_key(items: Sequence[Json], key: str | None) -> None:
    if key is not None and any(item.get("key") == key for item in items):
        raise DuplicateField("key", key)


ALIKE = ("productId", "lineItemMode", "priceMode", "supplyChannel", "distributionChannel", "inventoryMode", "custom")


def _same_line(cart: "Cart", line: Json) -> Json | None:
    """The line that only differs in its quantity."""
    for other in cart.line_items:
        is_same_variant = other["variant"]["id"] == line["variant"]["id"]
        is_named_alike = "key" not in line or other.get("key") == line["key"]
        if is_same_variant and is_named_alike and all(other.get(name) == line.get(name) for name in ALIKE):
            found: Json = other
            return found
    return None
