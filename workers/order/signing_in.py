"""The orders and payments of somebody who signs up or in."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from apps.order.orders.actions.buyer import SetCustomerId
from apps.order.orders.document import Order
from apps.order.payments.document import Payment
from apps.order.service import service
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.sign_in import HandOverOrders
from common.errors import ConcurrentModification, ReferencedResourceNotFound
from common.replicas import doubt
from common.resources.actions import Action
from common.resources.collection import load
from common.resources.context import Context, no_such
from common.resources.document import collection_of
from common.resources.update import update
from common.sagas.receivers import settle


@handles(HandOverOrders)
def hand_over_orders(command: HandOverOrders) -> Answered:
    return settle(command, hand_over)


def hand_over(command: HandOverOrders) -> None:
    """What has a customer already stays theirs. Nothing is left to do for one who was deleted meanwhile."""

    def is_left(order: Order) -> bool:
        at = (order.store or {}).get("key")
        return not order.customer_id and command.store_key in (None, at)

    context = Context(command.project_key, service.sources, actor=command.asked_for_by)
    with doubt.noticed(), suppress(ReferencedResourceNotFound):
        if context.find("customer", command.customer_id) is None:
            raise no_such("customer", command.customer_id)
        _each(command, context, "order", Order, is_left, _give_order)
        _each(command, context, "payment", Payment, lambda payment: not payment.customer, _give_payment)


def _each(
    command: HandOverOrders,
    context: Context,
    type_id: str,
    document: type[Any],
    is_left: Callable[[Any], bool],
    give: Callable[..., Any],
) -> None:
    session = {"projectKey": command.project_key, "anonymousId": command.anonymous_id}  # a tombstone has none
    for row in collection_of(document).find(session, {"_id": 1}):
        while (mine := load(document, command.project_key, _id=row["_id"])) is not None and is_left(mine):
            with suppress(ConcurrentModification):  # somebody else was faster: look again
                update(type_id, mine, mine.version, [Action("setCustomer", command.customer_id, give)], context)


def _give_order(customer_id: str, order: Order, context: Context) -> Any:
    yield from SetCustomerId(customer_id).apply(order, context)
    order.anonymous_id = None


def _give_payment(customer_id: str, payment: Payment, _: Context) -> None:
    payment.customer, payment.anonymous_id = {"typeId": "customer", "id": customer_id}, None
