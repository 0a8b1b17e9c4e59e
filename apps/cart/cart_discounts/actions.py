"""What a client may do to a cart discount.

https://docs.commercetools.com/api/projects/cartDiscounts#update-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.cart_discounts.document import CartDiscount
from apps.cart.cart_discounts.draft import RecurringOrderScope, Stores, store_keys
from apps.cart.cart_discounts.messages import CartDiscountStoreAdded, CartDiscountStoreRemoved, CartDiscountStoresSet
from apps.cart.cart_discounts.rules import value_at_rest
from common.errors import InvalidInput, InvalidOperation, RequiredField
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.families.custom_fields import custom_fields
from common.resources.families.validity import validity
from common.resources.messages import Message
from common.values.discounts import SortOrder, Value
from common.values.references import ToDiscountGroup, ToStore
from common.wire import dump

actions = Actions(CartDiscount)
actions.sets(
    changeCartPredicate="cart_predicate",
    changeIsActive="is_active",
    changeName="name",
    changeRequiresDiscountCode="requires_discount_code",
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


@actions("changeSortOrder")
@dataclass(frozen=True)
class ChangeSortOrder:
    sort_order: SortOrder

    def apply(self, discount: CartDiscount) -> None:
        if discount.discount_group is not None:
            raise InvalidOperation("The sort order of a cart discount in a discount group is the group's.")
        discount.sort_order = self.sort_order


@actions("setDiscountGroup")
@dataclass(frozen=True)
class SetDiscountGroup:
    """Without a group it needs a sort order of its own."""

    discount_group: ToDiscountGroup | None = None
    sort_order: SortOrder | None = None

    def apply(self, discount: CartDiscount) -> None:
        if self.discount_group is not None:
            discount.discount_group = self.discount_group.to_json()
            return
        if self.sort_order is None:
            raise RequiredField("sortOrder")
        discount.discount_group, discount.sort_order = None, self.sort_order


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
