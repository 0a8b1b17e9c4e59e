"""What stands on a shopping list, put into the cart.

https://docs.commercetools.com/api/projects/carts#add-shoppinglist
"""

from dataclasses import dataclass

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.line_items import LineItemDraft, add_lines
from common.resources.context import Context
from common.values.custom_fields import CustomFieldsDraft
from common.values.references import Reference, ToChannel, ToShoppingList
from common.wire.json import Json


@actions("addShoppingList")
@dataclass(frozen=True, kw_only=True)
class AddShoppingList:
    """Its line items, with their custom fields; lines of text stay behind."""

    shopping_list: ToShoppingList
    supply_channel: ToChannel | None = None
    distribution_channel: ToChannel | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        found = context.find("shopping-list", self.shopping_list.id or "") or {}
        add_lines(cart, [self._draft(line) for line in found["lineItems"]], context)

    def _draft(self, line: Json) -> LineItemDraft:
        custom = line.get("custom")
        return LineItemDraft(
            product_id=line["productId"],
            variant_id=line.get("variantId"),
            quantity=line["quantity"],
            supply_channel=self.supply_channel,
            distribution_channel=self.distribution_channel,
            custom=CustomFieldsDraft(Reference(**_names(custom["type"])), custom["fields"]) if custom else None,
        )


def _names(reference: Json) -> dict[str, str]:
    return {"type_id": reference["typeId"], "id": reference["id"]}
