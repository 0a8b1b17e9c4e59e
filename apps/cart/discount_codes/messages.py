"""What discount codes tell."""

from dataclasses import dataclass

from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class DiscountCodeCreated(Message):
    discount_code: Json


@dataclass(frozen=True)
class DiscountCodeDeleted(Message):
    pass


@dataclass(frozen=True)
class DiscountCodeKeySet(Message):
    key: str | None = None
    old_key: str | None = None
