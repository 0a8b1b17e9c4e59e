"""Actions on the ways of shipping of a cart that has several.

https://docs.commercetools.com/api/projects/carts#add-shippingmethod
"""

from dataclasses import dataclass, field

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.shipping_drafts import CustomShippingDraft, ShippingDraft
from apps.cart.carts.ways import MULTIPLE, check_mode, remove_way, way_named
from common.resources.context import Context
from common.values.texts import Key


@actions("addShippingMethod")
@dataclass(frozen=True, kw_only=True)
class AddShippingMethod(ShippingDraft):
    key: Key = field(metadata={"wire": "shippingKey"})

    def apply(self, cart: Cart, context: Context) -> None:
        self.add_to(cart, context)


@actions("addCustomShippingMethod")
@dataclass(frozen=True, kw_only=True)
class AddCustomShippingMethod(CustomShippingDraft):
    key: Key = field(metadata={"wire": "shippingKey"})

    def apply(self, cart: Cart, context: Context) -> None:
        self.add_to(cart, context)


@actions("removeShippingMethod")
@dataclass(frozen=True)
class RemoveShippingMethod:
    """Items that were to go this way go no way until that is said anew."""

    shipping_key: str

    def apply(self, cart: Cart) -> None:
        check_mode(cart, MULTIPLE)
        remove_way(cart, way_named(cart, self.shipping_key))
