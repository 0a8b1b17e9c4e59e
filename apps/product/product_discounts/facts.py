"""What a product discount may ask of a price, the variant it belongs to and the product around them.

https://docs.commercetools.com/api/projects/predicates#productdiscount-predicates
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from common.predicates.facts import Fact, Facts, merchants
from common.predicates.shape import Kind, Many
from common.resources.context import Context
from common.values.currencies import fraction_digits_of
from common.values.money import exact_cents
from common.wire.json import Json

TEXT, NUMBER, TEXTS = Kind.TEXT, Kind.NUMBER, Many(Kind.TEXT)


@dataclass(frozen=True)
class SeenPrice:
    """A price where it stands: ``half`` is one half of the product."""

    price: Json
    variant: Json
    half: Json
    product: Json
    context: Context

    @property
    def currency_code(self) -> str:
        return str(self.price["value"]["currencyCode"])

    @property
    def category_ids(self) -> list[str]:
        return [category["id"] for category in self.half["categories"]]

    def with_ancestors(self) -> list[str]:
        found = self.context.find_all("category", self.category_ids)
        above = [each["id"] for category in found.values() for each in category["ancestors"]]
        return [*self.category_ids, *above]

    def attribute(self, name: str) -> Any:
        """The variant's, or if it has none of that name the product's."""
        both = (*self.variant["attributes"], *self.half["attributes"])
        return next((each["value"] for each in both if each["name"] == name), None)

    def keys_of(self, type_id: str, ids: list[str]) -> list[str]:
        found = self.context.find_all(type_id, ids)
        return [found[id]["key"] for id in ids if "key" in found.get(id, {})]

    def key_of(self, reference: Json | None) -> Any:
        found = self.context.find(reference["typeId"], reference["id"]) if reference else None
        return found and found.get("key")


def _amount(seen: SeenPrice) -> Any:
    """In the currency's own unit, as shoppers read it."""
    return float(Fraction(exact_cents(seen.price["value"])) / 10 ** fraction_digits_of(seen.currency_code))


def _attribute(path: tuple[str, ...]) -> Fact:
    return merchants(lambda seen: seen.attribute(path[0]), *path[1:])


def _id(name: str) -> Any:
    return lambda seen: seen.price.get(name, {}).get("id")


def _key(name: str) -> Any:
    return lambda seen: seen.key_of(seen.price.get(name))


PRICE = Facts(
    {
        "product.id": Fact(TEXT, lambda seen: seen.product["id"], "product"),
        "product.key": Fact(TEXT, lambda seen: seen.product.get("key")),
        "productType.id": Fact(TEXT, lambda seen: seen.product["productType"]["id"], "product-type"),
        "productType.key": Fact(TEXT, lambda seen: seen.key_of(seen.product["productType"])),
        "variant.id": Fact(NUMBER, lambda seen: seen.variant["id"]),
        "variant.key": Fact(TEXT, lambda seen: seen.variant.get("key")),
        "sku": Fact(TEXT, lambda seen: seen.variant.get("sku")),
        "categories.id": Fact(TEXTS, lambda seen: seen.category_ids, "category"),
        "categories.key": Fact(TEXTS, lambda seen: seen.keys_of("category", seen.category_ids)),
        "categoriesWithAncestors.id": Fact(TEXTS, lambda seen: seen.with_ancestors(), "category"),
        "categoriesWithAncestors.key": Fact(TEXTS, lambda seen: seen.keys_of("category", seen.with_ancestors())),
        "price": Fact(Kind.AMOUNT, lambda seen: (seen.currency_code, exact_cents(seen.price["value"]))),
        "amount": Fact(NUMBER, _amount),
        "centAmount": Fact(NUMBER, lambda seen: seen.price["value"]["centAmount"]),
        "currency": Fact(TEXT, lambda seen: seen.currency_code),
        "country": Fact(TEXT, lambda seen: seen.price.get("country")),
        "customerGroup.id": Fact(TEXT, _id("customerGroup"), "customer-group"),
        "customerGroup.key": Fact(TEXT, _key("customerGroup")),
        "channel.id": Fact(TEXT, _id("channel"), "channel"),
        "channel.key": Fact(TEXT, _key("channel")),
    },
    families={"attributes": _attribute},
)
