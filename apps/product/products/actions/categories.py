"""In which categories a half stands, and where in each."""

from dataclasses import dataclass
from typing import Any

from apps.product.products.actions.halves import OnHalf, Told, put
from apps.product.products.catalog import OrderHint
from apps.product.products.document import Product
from apps.product.products.messages import ProductAddedToCategory, ProductRemovedFromCategory
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.values.references import ToCategory
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class AddToCategory(OnHalf):
    category: ToCategory
    order_hint: OrderHint | None = None

    def on_half(self, half: Json, product: Product, context: Context) -> Told:
        category = self.category.to_json()
        _hint(half, category["id"], self.order_hint)
        if category in half["categories"]:
            return None
        half["categories"] = [*half["categories"], category]
        return [ProductAddedToCategory(category, self.staged)]


@dataclass(frozen=True, kw_only=True)
class RemoveFromCategory(OnHalf):
    category: ToCategory

    def on_half(self, half: Json, product: Product, context: Context) -> Told:
        category = self.category.to_json()
        if category not in half["categories"]:
            return None
        _hint(half, category["id"], None)
        half["categories"] = [each for each in half["categories"] if each != category]
        return [ProductRemovedFromCategory(category, self.staged)]


@dataclass(frozen=True, kw_only=True)
class SetCategoryOrderHint(OnHalf):
    category_id: str
    order_hint: OrderHint | None = None

    def on_half(self, half: Json, product: Product, context: Context) -> None:
        if all(category["id"] != self.category_id for category in half["categories"]):
            raise InvalidOperation(f"The product is not in the category '{self.category_id}'.")
        _hint(half, self.category_id, self.order_hint)


def _hint(half: Json, category_id: str, order_hint: str | None) -> None:
    """Set the hint, or take it away."""
    half["categoryOrderHints"] = dict(half["categoryOrderHints"])
    put(half["categoryOrderHints"], category_id, order_hint)


def categories(actions: Actions[Any]) -> None:
    actions("addToCategory")(AddToCategory)
    actions("removeFromCategory")(RemoveFromCategory)
    actions("setCategoryOrderHint")(SetCategoryOrderHint)
