"""What a cart tells."""

from dataclasses import dataclass

from common.resources.messages import Message
from common.values.items import EstimatedDelivery


@dataclass(frozen=True)
class CartEstimatedDeliverySet(Message):
    estimated_delivery: EstimatedDelivery | None = None
    shipping_key: str | None = None


@dataclass(frozen=True)
class CartFrozen(Message):
    pass


@dataclass(frozen=True)
class CartUnfrozen(Message):
    pass


@dataclass(frozen=True)
class CartLocked(Message):
    pass


@dataclass(frozen=True)
class CartUnlocked(Message):
    pass


@dataclass(frozen=True)
class CartPurchaseOrderNumberSet(Message):
    purchase_order_number: str | None = None
    old_purchase_order_number: str | None = None
