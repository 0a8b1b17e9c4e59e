"""How a cart discount is born.

https://docs.commercetools.com/api/projects/cartDiscounts#cartdiscountdraft
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from marshmallow.validate import Length

from apps.cart.cart_discounts.document import CartDiscount
from apps.cart.cart_discounts.rules import value_at_rest
from common.resources.card import shared_fields
from common.resources.context import Context
from common.values.custom_fields import CustomFieldsDraft
from common.values.discounts import SortOrder, StackingMode, Target, Value
from common.values.localized import Localized
from common.values.references import Reference, ToDiscountGroup, ToRecurrencePolicy, ToStore
from common.values.texts import Key
from common.wire import dump
from common.wire.json import Json

Stores = Annotated[tuple[ToStore, ...], Length(max=500)]


@dataclass(frozen=True)
class AnyOrder:
    tag: ClassVar[str] = "AnyOrder"


@dataclass(frozen=True)
class NonRecurringOrdersOnly:
    tag: ClassVar[str] = "NonRecurringOrdersOnly"


@dataclass(frozen=True)
class RecurringOrdersOnly:
    tag: ClassVar[str] = "RecurringOrdersOnly"


@dataclass(frozen=True)
class ApplicableRecurrencePolicies:
    """Recurrence policies are not served: there is none to refer to."""

    tag: ClassVar[str] = "ApplicableRecurrencePolicies"
    recurrence_policies: Annotated[tuple[ToRecurrencePolicy, ...], Length(min=1, max=20)]


RecurringOrderScope = AnyOrder | NonRecurringOrdersOnly | RecurringOrdersOnly | ApplicableRecurrencePolicies


@dataclass(frozen=True, kw_only=True)
class CartDiscountDraft:
    name: Localized
    value: Value
    cart_predicate: str
    sort_order: SortOrder | None = None
    """Required of one without a group."""
    discount_group: ToDiscountGroup | None = None
    key: Key | None = None
    description: Localized | None = None
    target: Target | None = None
    stacking_mode: StackingMode = "Stacking"
    is_active: bool = True
    requires_discount_code: bool = False
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    stores: Stores = ()
    recurring_order_scope: RecurringOrderScope = NonRecurringOrdersOnly()
    custom: CustomFieldsDraft | None = None


def born(draft: CartDiscountDraft, context: Context) -> CartDiscount:
    return CartDiscount(
        **shared_fields(draft, CartDiscount, without=["value", "stores", "discount_group", "custom"]),
        value=value_at_rest(dump(draft.value)),
        discount_group=draft.discount_group and draft.discount_group.to_json(),
        stores=store_keys(draft.stores, context),
    )


def store_keys(stores: Iterable[Reference], context: Context) -> list[Json]:
    """Resolved references, as the wire refers to stores: by key. Each once."""
    keys: dict[str, Any] = {}
    for store in stores:
        found = context.find("store", store.id or "")
        keys[found["key"] if found else str(store.key)] = None
    return [{"typeId": "store", "key": key} for key in keys]
