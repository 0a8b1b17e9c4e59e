"""Facts of a cart, and what may be asked of its lines together."""

from collections.abc import Callable, Iterable
from typing import Any

from apps.cart.predicates.common_facts import (
    AMOUNT,
    BOOLEAN,
    NUMBER,
    TEXT,
    TIME,
    custom_fields,
    custom_type,
    inside,
    tax_rate,
)
from apps.cart.predicates.custom_line_items import CUSTOM_LINE_ITEM
from apps.cart.predicates.line_items import LINE_ITEM
from apps.cart.predicates.seen import SeenCart, SeenItem
from common.predicates.facts import Fact, Facts, Function
from common.predicates.matches import Test
from common.values.money import exact_cents

Items = Callable[[SeenCart], Iterable[SeenItem]]


def field_of(name: str) -> Callable[[SeenCart], Any]:
    return lambda seen: getattr(seen.cart, name)


def _line_items(seen: SeenCart) -> Iterable[SeenItem]:
    return seen.line_items


def _custom_line_items(seen: SeenCart) -> Iterable[SeenItem]:
    return seen.custom_line_items


def _count(items: Items) -> Callable[[SeenCart, Test], Any]:
    """In pieces. Gifts do not count: else one could be the reason for itself."""
    return lambda seen, chosen: sum(each.item["quantity"] for each in items(seen) if not each.is_gift and chosen(each))


def _total(items: Items, cents: Callable[[SeenItem], int | None]) -> Callable[[SeenCart, Test], Any]:
    return lambda seen, chosen: seen.sum_of(filter(chosen, items(seen)), cents)


def _net(item: SeenItem) -> int | None:
    return item.taxed.net_cents if item.taxed else None


def _gross(item: SeenItem) -> int | None:
    return item.taxed.gross_cents if item.taxed else None


def _totals(prefix: str, items: Items, of: Facts) -> dict[str, Function]:
    capital = prefix[0].upper() + prefix[1:]
    return {
        f"{prefix}Count": Function(NUMBER, of, _count(items)),
        f"{prefix}Total": Function(AMOUNT, of, _total(items, lambda item: item.total_cents)),
        f"{prefix}NetTotal": Function(AMOUNT, of, _total(items, _net)),
        f"{prefix}GrossTotal": Function(AMOUNT, of, _total(items, _gross)),
        f"{prefix}Exists": Function(BOOLEAN, of, lambda seen, chosen: any(chosen(each) for each in items(seen))),
        f"forAll{capital}s": Function(BOOLEAN, of, lambda seen, chosen: all(chosen(each) for each in items(seen))),
    }


def _items(seen: SeenCart) -> list[SeenItem]:
    return [*seen.line_items, *seen.custom_line_items]


def _shipping_price(seen: SeenCart) -> Any:
    return seen.cart.shipping_info and seen.amount(seen.shipping_cents)


def _total_price(seen: SeenCart) -> Any:
    return seen.amount(seen.goods_cents + seen.shipping_cents)


def _rate(part: str) -> Callable[[SeenCart], Any]:
    def read(seen: SeenCart) -> Any:
        money = (seen.cart.shipping_info or {}).get("shippingRate", {}).get(part)
        return money and seen.amount(exact_cents(money))

    return read


def _customer(name: str) -> Callable[[SeenCart], Any]:
    return lambda seen: seen.customer.get(name)


ADDRESS = (
    *("id", "key", "title", "salutation", "firstName", "lastName", "streetName", "streetNumber"),
    *("additionalStreetInfo", "postalCode", "city", "region", "state", "country", "company", "department"),
    *("building", "apartment", "pOBox", "phone", "mobile", "email", "fax", "additionalAddressInfo", "externalId"),
)
CUSTOMER = (
    *("key", "email", "customerNumber", "externalId", "firstName", "middleName", "lastName", "title"),
    *("companyName", "vatId", "dateOfBirth"),
)


def _address(attribute: str, name: str) -> dict[str, Fact]:
    return {f"{name}.{part}": Fact(TEXT, inside(field_of(attribute), part)) for part in ADDRESS}


of_custom = field_of("custom")
of_shipping = field_of("shipping_info")
of_group = inside(field_of("customer_group"), "id")

CART = Facts(
    {
        "currency": Fact(TEXT, lambda seen: seen.cart.currency_code),
        "country": Fact(TEXT, field_of("country")),
        "locale": Fact(TEXT, field_of("locale")),
        "origin": Fact(TEXT, field_of("origin")),
        "key": Fact(TEXT, field_of("key")),
        "createdAt": Fact(TIME, field_of("created_at")),
        "customerEmail": Fact(TEXT, field_of("customer_email")),
        "totalPrice": Fact(AMOUNT, _total_price),
        "taxedPrice.net": Fact(AMOUNT, lambda seen: seen.sum_of(_items(seen), _net)),
        "taxedPrice.gross": Fact(AMOUNT, lambda seen: seen.sum_of(_items(seen), _gross)),
        "customer.id": Fact(TEXT, field_of("customer_id"), "customer"),
        **{f"customer.{name}": Fact(TEXT, _customer(name)) for name in CUSTOMER},
        "customer.createdAt": Fact(TIME, _customer("createdAt")),
        "customer.isEmailVerified": Fact(BOOLEAN, _customer("isEmailVerified")),
        "customer.customerGroup.id": Fact(TEXT, of_group, "customer-group"),
        "customer.customerGroup.key": Fact(TEXT, lambda seen: seen.found("customer-group", of_group(seen)).get("key")),
        "store.key": Fact(TEXT, lambda seen: (getattr(seen.cart, "store", None) or {}).get("key")),
        **_address("shipping_address", "shippingAddress"),
        **_address("billing_address", "billingAddress"),
        "shippingInfo.shippingMethodName": Fact(TEXT, inside(of_shipping, "shippingMethodName")),
        "shippingInfo.price": Fact(AMOUNT, _shipping_price),
        "shippingInfo.shippingRate.price": Fact(AMOUNT, _rate("price")),
        "shippingInfo.shippingRate.freeAbove": Fact(AMOUNT, _rate("freeAbove")),
        "shippingInfo.shippingMethod.id": Fact(TEXT, inside(of_shipping, "shippingMethod", "id"), "shipping-method"),
        "shippingInfo.shippingMethod.key": Fact(
            TEXT,
            lambda seen: seen.found("shipping-method", inside(of_shipping, "shippingMethod", "id")(seen)).get("key"),
        ),
        "shippingInfo.taxCategory.id": Fact(TEXT, inside(of_shipping, "taxCategory", "id"), "tax-category"),
        "shippingInfo.taxCategory.key": Fact(
            TEXT, lambda seen: seen.found("tax-category", inside(of_shipping, "taxCategory", "id")(seen)).get("key")
        ),
        **tax_rate(inside(of_shipping, "taxRate"), "shippingInfo.taxRate"),
        **custom_type(of_custom, lambda seen: seen),
    },
    _totals("lineItem", _line_items, LINE_ITEM) | _totals("customLineItem", _custom_line_items, CUSTOM_LINE_ITEM),
    {
        "custom": custom_fields(of_custom),
        "customer.custom": custom_fields(lambda seen: seen.customer.get("custom")),
        "shippingCustomFields": custom_fields(field_of("shipping_custom_fields")),
    },
)
