"""Facts of a custom line item."""

from apps.cart.predicates.common_facts import (
    AMOUNT,
    NUMBER,
    TEXT,
    custom_fields,
    custom_type,
    inside,
    of_item,
    tax_rate,
)
from common.predicates.facts import Fact, Facts, merchants
from common.values.money import exact_cents

of_custom = of_item("custom")
of_name = of_item("name")

CUSTOM_LINE_ITEM = Facts(
    {
        "slug": Fact(TEXT, of_item("slug")),
        "quantity": Fact(NUMBER, of_item("quantity")),
        "money": Fact(AMOUNT, lambda seen: seen.of.amount(exact_cents(seen.unit))),
        "price": Fact(AMOUNT, lambda seen: seen.of.amount(exact_cents(seen.unit))),
        "taxCategory.id": Fact(TEXT, of_item("taxCategory", "id"), "tax-category"),
        "taxCategory.key": Fact(
            TEXT, lambda seen: seen.of.found("tax-category", (seen.item.get("taxCategory") or {}).get("id")).get("key")
        ),
        **tax_rate(of_item("taxRate")),
        **custom_type(of_custom, lambda seen: seen.of),
    },
    families={
        "custom": custom_fields(of_custom),
        "name": lambda path: merchants(inside(of_name, path[0])),
    },
)
