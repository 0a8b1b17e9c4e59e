"""What a client may do to a cart discount.

https://docs.commercetools.com/api/projects/cartDiscounts#update-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.cart_discounts.document import CartDiscount
from apps.cart.cart_discounts.draft import RecurringOrderScope, Stores, store_keys
from apps.cart.cart_discounts.messages import CartDiscountStoreAdded, CartDiscountStoreRemoved, CartDiscountStoresSet
from apps.cart.cart_discounts.rules import value_at_rest
from common.errors import InvalidInput
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.custom_fields import custom_fields
from common.resources.families.validity import validity
from common.resources.messages import Message
from common.values.discounts import Value
from common.values.references import ToStore
from common.wire import dump

actions = Actions(CartDiscount)
actions.sets(
    changeCartPredicate="cart_predicate",
    changeIsActive="is_active",
    changeName="name",
    changeRequiresDiscountCode="requires_discount_code",
    changeSortOrder="sort_order",
    changeStackingMode="stacking_mode",
    changeTarget="target",
    setDescription="description",
    setKey="key",
)
actions.include(custom_fields("cart-discount"), validity)


@actions("changeValue")
@dataclass(frozen=True)
class ChangeValue:
    """A gift stays a gift, and nothing else becomes one."""

    value: Value

    def apply(self, discount: CartDiscount) -> None:
        value = value_at_rest(dump(self.value))
        if "giftLineItem" in (value["type"], discount.value["type"]):
            raise InvalidInput("The value of a gift line item cannot be changed.")
        discount.value = value


@actions("addStore")
@dataclass(frozen=True)
class AddStore:
    store: ToStore

    def apply(self, discount: CartDiscount, context: Context) -> Iterator[Message]:
        [added] = store_keys([self.store], context)
        if added not in discount.stores:
            discount.stores = [*discount.stores, added]
            yield CartDiscountStoreAdded(added)


@actions("removeStore")
@dataclass(frozen=True)
class RemoveStore:
    store: ToStore

    def apply(self, discount: CartDiscount, context: Context) -> Iterator[Message]:
        [removed] = store_keys([self.store], context)
        if removed in discount.stores:
            discount.stores = [store for store in discount.stores if store != removed]
            yield CartDiscountStoreRemoved(removed)


@actions("setStores")
@dataclass(frozen=True)
class SetStores:
    stores: Stores

    def apply(self, discount: CartDiscount, context: Context) -> Iterator[Message]:
        stores = store_keys(self.stores, context)
        if stores != discount.stores:
            discount.stores = stores
            yield CartDiscountStoresSet(stores)


@actions("setRecurringOrderScope")
@dataclass(frozen=True)
class SetRecurringOrderScope:
    recurring_order_scope: RecurringOrderScope

    def apply(self, discount: CartDiscount) -> None:
        discount.recurring_order_scope = dump(self.recurring_order_scope)
