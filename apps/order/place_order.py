"""Turning a cart into an order."""

from common.contracts.checkout import (
    AuthorisePayment,
    ClaimCart,
    CloseCart,
    CreateOrder,
    PlaceOrder,
    ReleaseCart,
    ReleaseStock,
    ReserveStock,
    SettleStock,
    VoidPayment,
)
from common.sagas.saga import Saga, Step

place_order = Saga(
    "place-order",
    Step(ClaimCart, undo=ReleaseCart),
    Step(ReserveStock, undo=ReleaseStock),
    Step(AuthorisePayment, undo=VoidPayment, if_needed=True),
    Step(CreateOrder),  # the point of no return
    Step(CloseCart),
    Step(SettleStock, if_needed=True),
    given=PlaceOrder,
)
