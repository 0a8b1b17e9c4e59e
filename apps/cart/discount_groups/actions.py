"""What a client may do to a discount group.

https://docs.commercetools.com/api/projects/discount-groups#update-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.discount_groups.document import DiscountGroup
from apps.cart.discount_groups.messages import (
    DiscountGroupIsActiveSet,
    DiscountGroupKeySet,
    DiscountGroupSortOrderSet,
)
from apps.cart.discount_groups.sorting import check_that_it_is_free, take_discounts_along
from common.resources.actions import Actions
from common.resources.messages import Message
from common.values.discounts import SortOrder
from common.values.texts import Key

actions = Actions(DiscountGroup)
actions.sets(setDescription="description", setName="name")


@actions("setIsActive")
@dataclass(frozen=True)
class SetIsActive:
    """None of an inactive group's discounts applies, whatever they say themselves."""

    is_active: bool

    def apply(self, group: DiscountGroup) -> Iterator[Message]:
        if self.is_active != group.is_active:
            old, group.is_active = group.is_active, self.is_active
            yield DiscountGroupIsActiveSet(self.is_active, old)


@actions("setKey")
@dataclass(frozen=True)
class SetKey:
    key: Key

    def apply(self, group: DiscountGroup) -> Iterator[Message]:
        if self.key != group.key:
            old, group.key = group.key, self.key
            yield DiscountGroupKeySet(self.key, old)


@actions("setSortOrder")
@dataclass(frozen=True)
class SetSortOrder:
    """Its discounts move with it."""

    sort_order: SortOrder

    def apply(self, group: DiscountGroup) -> Iterator[Message]:
        if self.sort_order != group.sort_order:
            check_that_it_is_free(group.project_key, self.sort_order)
            old, group.sort_order = group.sort_order, self.sort_order
            take_discounts_along(group)
            yield DiscountGroupSortOrderSet(self.sort_order, old)
