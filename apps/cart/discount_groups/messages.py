"""What discount groups tell."""

from dataclasses import dataclass

from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class DiscountGroupCreated(Message):
    discount_group: Json


@dataclass(frozen=True)
class DiscountGroupDeleted(Message):
    pass


@dataclass(frozen=True)
class DiscountGroupIsActiveSet(Message):
    is_active: bool
    old_is_active: bool


@dataclass(frozen=True)
class DiscountGroupKeySet(Message):
    key: str
    old_key: str


@dataclass(frozen=True)
class DiscountGroupSortOrderSet(Message):
    sort_order: str
    old_sort_order: str
