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

of_custom = inside(of_item, "custom")
of_name = inside(of_item, "name")

CUSTOM_LINE_ITEM = Facts(
    {
        "slug": Fact(TEXT, inside(of_item, "slug")),
        "quantity": Fact(NUMBER, inside(of_item, "quantity")),
        "money": Fact(AMOUNT, lambda seen: seen.of.amount(seen.unit.exact_cents)),
        "price": Fact(AMOUNT, lambda seen: seen.of.amount(seen.unit.exact_cents)),
        "taxCategory.id": Fact(TEXT, inside(of_item, "taxCategory", "id"), "tax-category"),
        "taxCategory.key": Fact(
            TEXT, lambda seen: seen.of.found("tax-category", (seen.item.get("taxCategory") or {}).get("id")).get("key")
        ),
        **tax_rate(of_item),
        **custom_type(of_custom, lambda seen: seen.of),
    },
    families={
        "custom": custom_fields(of_custom),
        "name": lambda path: merchants(inside(of_name, path[0])),
    },
)
