"""What cart discounts tell."""

from dataclasses import dataclass

from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class CartDiscountCreated(Message):
    cart_discount: Json


@dataclass(frozen=True)
class CartDiscountDeleted(Message):
    pass


@dataclass(frozen=True)
class CartDiscountStoreAdded(Message):
    store: Json


@dataclass(frozen=True)
class CartDiscountStoreRemoved(Message):
    store: Json


@dataclass(frozen=True)
class CartDiscountStoresSet(Message):
    stores: list[Json]
