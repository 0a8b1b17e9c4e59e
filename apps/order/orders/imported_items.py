"""Lines of an order that was placed elsewhere: of products that are known here, at the prices it says.

https://docs.commercetools.com/api/projects/order-import#lineitemimportdraft
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast
from uuid import uuid4

from common.errors import DuplicateField, InvalidJsonInput
from common.pricing.lines import line_of, total_cents
from common.pricing.taxes import Rate, TaxCalculationMode, tax_on
from common.replicas.recheck import ReplicaSource
from common.resources.context import Context, no_such
from common.resources.custom import custom_at_rest
from common.resources.shipping_details import ShippedByItem, ShippingDetailsDraft, set_details
from common.values.custom_fields import CustomFieldsDraft
from common.values.items import ItemState
from common.values.localized import Localized
from common.values.money import Money, cent_precision
from common.values.prices import PriceDraft
from common.values.references import ToChannel, ToTaxCategory
from common.values.rounding import RoundingMode
from common.values.states import initial_state
from common.values.tax_rates import TaxRate
from common.values.texts import Key
from common.values.variants import Attribute, Image, Sku
from common.wire import dump
from common.wire.json import Json

InventoryMode = Literal["None", "TrackOnly", "ReserveOnOrder", "ReserveOnCart"]


@dataclass(frozen=True, kw_only=True)
class VariantImportDraft:
    """Named by its sku, or by its id within the line's product; what else is given wins over the product's."""

    id: int | None = None
    sku: Sku | None = None
    prices: tuple[PriceDraft, ...] | None = None
    attributes: tuple[Attribute, ...] | None = None
    images: tuple[Image, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ItemImportDraft:
    """What both kinds of lines have. Quantities may be negative: a line may be a correction."""

    name: Localized
    quantity: int
    key: Key | None = None
    state: tuple[ItemState, ...] = ()
    tax_rate: TaxRate | None = None
    shipping_details: ShippingDetailsDraft | None = None
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True, kw_only=True)
class LineItemImportDraft(ItemImportDraft):
    variant: VariantImportDraft
    price: PriceDraft
    product_id: str | None = None
    supply_channel: ToChannel | None = None
    distribution_channel: ToChannel | None = None
    inventory_mode: InventoryMode | None = None


@dataclass(frozen=True, kw_only=True)
class CustomLineItemImportDraft(ItemImportDraft):
    money: Money
    slug: str
    tax_category: ToTaxCategory | None = None
    price_mode: Literal["Standard", "External"] = "Standard"


class Reckoned(ShippedByItem, Protocol):
    """What of the order decides how its lines are reckoned."""

    tax_calculation_mode: TaxCalculationMode
    tax_rounding_mode: RoundingMode
    price_rounding_mode: RoundingMode


def lines_at_rest(order: Reckoned, drafts: Sequence[LineItemImportDraft], context: Context) -> list[Json]:
    _check_keys(drafts)
    return [_line(order, draft, context) for draft in drafts]


def custom_lines_at_rest(order: Reckoned, drafts: Sequence[CustomLineItemImportDraft], context: Context) -> list[Json]:
    _check_keys(drafts)
    return [_custom_line(order, draft, context) for draft in drafts]


def _line(order: Reckoned, draft: LineItemImportDraft, context: Context) -> Json:
    product, variant = _bought(draft, context)
    price = dump(draft.price)
    if draft.price.custom:
        price["custom"] = custom_at_rest(draft.price.custom, "product-price", context)
    own = {
        "productId": product["id"],
        "productKey": product.get("key"),
        "productSlug": product["masterData"]["current"]["slug"],
        "productType": product["productType"],
        "variant": variant | {name: value for name, value in dump(draft.variant).items() if name != "id"},
        "price": price,
        "supplyChannel": dump(draft.supply_channel),
        "distributionChannel": dump(draft.distribution_channel),
        "inventoryMode": draft.inventory_mode,
        "lineItemMode": "Standard",
        "priceMode": "Platform",
    }
    return _item(order, draft, draft.price.value, own, "line-item", context)


def _custom_line(order: Reckoned, draft: CustomLineItemImportDraft, context: Context) -> Json:
    own = {
        "money": dump(draft.money),
        "slug": draft.slug,
        "taxCategory": dump(draft.tax_category),
        "priceMode": draft.price_mode,
    }
    return _item(order, draft, draft.money, own, "custom-line-item", context)


def _item(
    order: Reckoned, draft: ItemImportDraft, unit: Money, own: dict[str, Any], carrier: str, context: Context
) -> Json:
    pieces = line_of(unit.exact_cents, draft.quantity)
    cents = total_cents(pieces, order.price_rounding_mode)
    item = {
        "id": str(uuid4()),
        "key": draft.key,
        "name": draft.name,
        "quantity": draft.quantity,
        "totalPrice": cent_precision(unit.currency_code, cents),
        "discountedPricePerQuantity": [],
        "perMethodTaxRate": [],
        "taxedPricePortions": [],
        "state": dump(draft.state) or [{"quantity": draft.quantity, "state": initial_state(context.project_key)}],
        "taxRate": dump(draft.tax_rate),
        "custom": custom_at_rest(draft.custom, carrier, context),
        **own,
    }
    if draft.tax_rate is not None:
        rate = Rate.of(item["taxRate"])
        taxed = tax_on(pieces, cents, rate, order.tax_calculation_mode, order.tax_rounding_mode)
        item["taxedPrice"] = taxed.to_json(unit.currency_code)
    given = {name: value for name, value in item.items() if value is not None}
    set_details(order, given, draft.shipping_details)
    return given


def _bought(draft: LineItemImportDraft, context: Context) -> tuple[Json, Json]:
    """The product and its variant as they are now; ReferencedResourceNotFound where nobody knows them."""
    sku = draft.variant.sku
    if draft.product_id is not None and draft.variant.id is not None:
        found = context.find("product", draft.product_id)
        products = [found] if found else []
    elif sku is not None:
        source = cast(ReplicaSource, context.sources["product"])
        products = source.by("sku", context.project_key, [sku]).get(sku, [])
    else:
        raise InvalidJsonInput("lineItems: A variant is named by its sku, or by its id and the line's productId.")
    for product in products:
        current = product["masterData"]["current"]
        for variant in (current["masterVariant"], *current["variants"]):
            if variant["id"] == draft.variant.id if draft.product_id else variant.get("sku") == sku:
                return product, variant
    raise no_such("product", draft.product_id, sku)


def _check_keys(drafts: Sequence[ItemImportDraft]) -> None:
    keys = [draft.key for draft in drafts if draft.key is not None]
    for at, key in enumerate(keys):
        if key in keys[:at]:
            raise DuplicateField("key", key)
