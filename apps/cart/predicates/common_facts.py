"""Facts that lines, custom lines and carts have in common: how something inside JSON is found, custom fields."""

from collections.abc import Callable
from typing import Any

from common.predicates.facts import Fact, Read, merchants
from common.predicates.shape import Kind

TEXT, NUMBER, BOOLEAN, TIME, AMOUNT = Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.TIME, Kind.AMOUNT


def inside(json: Read, *path: str) -> Read:
    """``inside(of_line, "variant", "sku")``: what stands there, or None."""

    first, *others = path

    def read(target: Any) -> Any:
        value = json(target)
        return None if value is None else value.get(first)

    return inside(read, *others) if others else read


def of_item(*path: str) -> Read:
    """The same of what a line says itself. Asked of every line by every discount, so without a step too many."""
    first, *others = path

    def read(seen: Any) -> Any:
        return seen.item.get(first)

    return inside(read, *others) if others else read


def custom_fields(custom: Read) -> Callable[[tuple[str, ...]], Fact]:
    """``custom.colour``; the Type itself is ``custom.type.id`` and ``custom.type.key`` (``custom_type``)."""
    fields = inside(custom, "fields")

    def named(path: tuple[str, ...]) -> Fact:
        return merchants(inside(fields, path[0]), *path[1:])

    return named


def custom_type(custom: Read, cart: Read) -> dict[str, Fact]:
    type_id = inside(custom, "type", "id")
    return {
        "custom.type.id": Fact(TEXT, type_id, "type"),
        "custom.type.key": Fact(TEXT, lambda seen: cart(seen).found("type", type_id(seen)).get("key")),
    }


def tax_rate(of: Read, name_of_it: str = "taxRate") -> dict[str, Fact]:
    return {
        f"{name_of_it}.{name}": Fact(kind, inside(of, name))
        for name, kind in {
            "name": TEXT,
            "amount": NUMBER,
            "includedInPrice": BOOLEAN,
            "country": TEXT,
            "state": TEXT,
        }.items()
    }
