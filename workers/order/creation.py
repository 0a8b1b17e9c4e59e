"""The point of no return: the order is there, once, or it is refused for good."""

from pymongo.client_session import ClientSession

from apps.order.orders import imported_orders
from apps.order.orders.document import Order
from apps.order.orders.draft import from_cart, order_of
from apps.order.orders.messages import OrderCreated
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.checkout import CreateOrder
from common.contracts.importing import CreateImportedOrder
from common.resources.document import on_the_wire, stored
from common.resources.write import TOLD_TOGETHER_SECONDS, insert, tell
from common.sagas.receivers import answers_of, receive_whole
from common.wire.times import now_text


@handles(CreateOrder)
def create_order(command: CreateOrder) -> Answered:
    return receive_whole(answers_of("order"), command, bring_forth, tell_of_order)


def bring_forth(command: CreateOrder, session: ClientSession) -> None:
    """DuplicateField where the order number is taken."""
    order = from_cart(command, now_text())
    insert("order", order, [OrderCreated(on_the_wire(stored(order)))], session)


@handles(CreateImportedOrder)
def create_imported_order(command: CreateImportedOrder) -> Answered:
    return receive_whole(answers_of("order"), command, take_over, tell_of_order)


def take_over(command: CreateImportedOrder, session: ClientSession) -> None:
    """DuplicateField where the order number is taken."""
    order = order_of(command, command.order)
    insert("order", order, imported_orders.birth(order), session)


def tell_of_order(command: CreateOrder | CreateImportedOrder) -> None:
    tell(Order, command.saga_id, TOLD_TOGETHER_SECONDS)
