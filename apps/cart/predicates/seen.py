"""A cart and its lines as predicates see them.

Amounts are those before any cart discount, product discounts taken off, and so is what shipping costs by them: what a
discount asks does not depend on which others came before it, or on what the cart cost when it was last written. What a
line does not say itself (its product's categories, the customer's number) is looked up for the whole cart at once, when
a predicate first asks.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from common.predicates.discounts import Predicate
from common.pricing.lines import Line, line_of, total_cents
from common.pricing.selection import unit_of
from common.pricing.taxes import Rate, Taxed, tax_on
from common.resources.context import Context
from common.values.money import exact_cents
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

GIFT = "GiftLineItem"


class SeenItem:
    """A line item or a custom line item. ``unit`` is what one piece costs, as on the wire."""

    __slots__ = ("_total_cents", "is_gift", "item", "of", "unit")

    def __init__(self, item: Json, of: "SeenCart") -> None:
        self.item, self.of = item, of
        self.unit = unit_of(item)
        self.is_gift = item.get("lineItemMode") == GIFT
        self._total_cents: int | None = None

    @property
    def line(self) -> Line:
        if self.is_gift:
            return line_of(0, self.item["quantity"])
        if self.item["priceMode"] == "ExternalTotal":
            return line_of(self.item["totalPrice"]["centAmount"], 1)
        return line_of(exact_cents(self.unit), self.item["quantity"])

    @property
    def total_cents(self) -> int:
        if self._total_cents is None:
            self._total_cents = total_cents(self.line, self.of.cart.price_rounding_mode)
        return self._total_cents

    @property
    def taxed(self) -> Taxed | None:
        if "taxRate" not in self.item:
            return None
        cart, rate = self.of.cart, Rate.of(self.item["taxRate"])
        return tax_on(self.line, self.total_cents, rate, cart.tax_calculation_mode, cart.tax_rounding_mode)

    @property
    def product(self) -> Json:
        """As it is on sale now; empty where it is not known."""
        return self.of.products.get(self.item.get("productId", ""), {})

    @property
    def category_ids(self) -> list[str]:
        current = self.product.get("masterData", {}).get("current", {})
        return [category["id"] for category in current.get("categories", ())]

    def attribute(self, name: str) -> Any:
        """The variant's, or if it has none of that name the product's."""
        for each in self.item["variant"].get("attributes", ()):
            if each["name"] == name:
                return each["value"]
        current = self.product.get("masterData", {}).get("current", {})
        return next((each["value"] for each in current.get("attributes", ()) if each["name"] == name), None)


class SeenCart:
    """``shipping`` says what shipping costs, by what the goods cost; without it, that is what the cart shows."""

    def __init__(self, cart: "Cart", context: Context, shipping: Callable[[int], int] | None = None) -> None:
        self.cart, self.context, self._shipping = cart, context, shipping
        self._held: dict[Predicate, bool] = {}

    def holds(self, asked: Predicate) -> bool:
        """Asked once, however many discounts say the same."""
        if asked not in self._held:
            self._held[asked] = asked.holds(self)
        return self._held[asked]

    @cached_property
    def line_items(self) -> list[SeenItem]:
        return [SeenItem(item, self) for item in self.cart.line_items]

    @cached_property
    def custom_line_items(self) -> list[SeenItem]:
        return [SeenItem(item, self) for item in self.cart.custom_line_items]

    @cached_property
    def goods_cents(self) -> int:
        return sum(item.total_cents for item in (*self.line_items, *self.custom_line_items))

    @cached_property
    def shipping_cents(self) -> int:
        """Of all ways together."""
        if self._shipping is not None:
            return self._shipping(self.goods_cents)
        one = self.cart.shipping_info
        infos = [one] if one is not None else [each["shippingInfo"] for each in self.cart.shipping]
        return sum(info["price"]["centAmount"] for info in infos)

    @cached_property
    def customer(self) -> Json:
        return self.found("customer", self.cart.customer_id)

    @cached_property
    def products(self) -> dict[str, Json]:
        ids = {item["productId"] for item in self.cart.line_items}
        return dict(self.context.find_all("product", ids)) if ids else {}

    def found(self, type_id: str, id: str | None) -> Json:
        """Empty where there is no such resource."""
        return (id and self.context.find(type_id, id)) or {}

    def keys_of(self, type_id: str, ids: Iterable[str]) -> list[str]:
        found = self.context.find_all(type_id, ids)
        return [found[id]["key"] for id in ids if "key" in found.get(id, {})]

    def with_ancestors(self, category_ids: list[str]) -> list[str]:
        """The categories, and all those above them."""
        above = self._ancestors
        return [*category_ids, *(id for category in category_ids for id in above.get(category, ()))]

    @cached_property
    def _ancestors(self) -> dict[str, list[str]]:
        """Of the categories of all products in the cart."""
        wanted = {id for item in self.line_items for id in item.category_ids}
        found = self.context.find_all("category", wanted)
        return {id: [above["id"] for above in category["ancestors"]] for id, category in found.items()}

    def amount(self, cents: int | Fraction | None) -> tuple[str, Any] | None:
        return None if cents is None else (self.cart.currency_code, cents)

    def sum_of(self, items: Iterable[SeenItem], cents: Callable[[SeenItem], int | None]) -> Any:
        """None where one of them is not known."""
        amounts = [cents(item) for item in items]
        return self.amount(None if None in amounts else sum(filter(None, amounts)))
