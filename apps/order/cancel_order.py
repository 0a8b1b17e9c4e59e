"""What follows from an order's state ``Cancelled``: its stock goes back, and so does the money.

The order itself is cancelled before this begins, by the update that a client made; so there is no way back here, and
what cannot be done is asked for again until it can, in the end under the eyes of an operator.
"""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from common.contracts.cancelling import CancelledOrder, GiveBackPayments, ReturnStock
from common.contracts.checkout import StockLine
from common.contracts.stock_lines import stock_lines
from common.sagas.saga import Saga, Step

Json = dict[str, Any]

cancel_order = Saga(
    "cancel-order",
    Step(ReturnStock),  # product  back on the shelf
    Step(GiveBackPayments, if_needed=True),  # order    voided or refunded
    given=CancelledOrder,
)


def saga_of(order_id: str) -> str:
    """The saga's id: an order's stock goes back once, however often it is cancelled."""
    return str(uuid5(NAMESPACE_URL, f"{order_id}/cancelled"))


def what_is_left_of(order: Json) -> CancelledOrder:
    payments = tuple(payment["id"] for payment in (order.get("paymentInfo") or {}).get("payments", ()))
    return CancelledOrder(order["id"], undelivered(stock_lines(order), order), payments)


def undelivered(stock: tuple[StockLine, ...], order: Json) -> tuple[StockLine, ...]:
    """Less the pieces that deliveries took out of the house: those come back as returns, if at all."""
    gone = _delivered(order)
    left = ((line, line.quantity - gone.get(line.line_item_id, 0)) for line in stock)
    return tuple(_with_quantity(line, pieces) for line, pieces in left if pieces > 0)


def _delivered(order: Json) -> dict[str, int]:
    """Line item id → pieces in deliveries."""
    methods = [order.get("shippingInfo") or {}, *(one["shippingInfo"] for one in order.get("shipping", ()))]
    gone: dict[str, int] = {}
    for info in methods:
        for delivery in info.get("deliveries", ()):
            for item in delivery["items"]:
                gone[item["id"]] = gone.get(item["id"], 0) + item["quantity"]
    return gone


def _with_quantity(line: StockLine, quantity: int) -> StockLine:
    return StockLine(line.line_item_id, line.sku, quantity, line.mode, line.supply_channel_id)
