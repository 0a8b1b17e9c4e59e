"""A customer who is deleted with all traces begins the saga that finds and erases them; orders are redacted here."""

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

from celery import current_app

from apps.order.erase_customer import erase_customer, saga_of
from apps.order.erasing import redact_order, redact_payment
from apps.order.orders.document import Order
from apps.order.payments.document import Payment
from apps.order.sagas import runner_of
from common.celery.dead_letters import DeadLetters
from common.celery.tasks import handles, listens
from common.contracts.answered import Answered
from common.contracts.erasing import (
    ErasedCustomer,
    EraseDeadLetters,
    EraseOrders,
    FindOrders,
    OrdersOfCustomer,
)
from common.contracts.events import ResourceChanged
from common.errors import ConcurrentModification
from common.resources.collection import load
from common.resources.document import Resource, collection_of, stored
from common.resources.write import save_change
from common.sagas.receivers import settle
from common.services import table


@listens("customer")
def begin_erasing(event: ResourceChanged) -> None:
    if event.erased:
        given, id = ErasedCustomer(event.id), saga_of(event.id)
        runner_of(current_app).start(erase_customer, event.project_key, given, join_key=f"erase/{event.id}", id=id)


@handles(FindOrders)
def find_orders(command: FindOrders) -> Answered:
    return settle(command, orders_of_customer)


@handles(EraseOrders)
def erase_orders(command: EraseOrders) -> Answered:
    return settle(command, redact)


@handles(EraseDeadLetters)
def erase_dead_letters(command: EraseDeadLetters) -> Answered:
    return settle(command, drop_dead_letters)


def orders_of_customer(command: FindOrders) -> OrdersOfCustomer:
    orders = _ids(Order, command.project_key, "customerId", command.customer_id)
    payments = set(_ids(Payment, command.project_key, "customer.id", command.customer_id))
    for row in collection_of(Order).find({"_id": {"$in": orders}}, {"paymentInfo": 1}):
        payments |= {payment["id"] for payment in (row.get("paymentInfo") or {}).get("payments", ())}
    return OrdersOfCustomer(tuple(orders), tuple(sorted(payments)))


def redact(command: EraseOrders) -> None:
    for id in command.order_ids:
        _changed("order", Order, command.project_key, id, redact_order)
    for id in command.payment_ids:
        _changed("payment", Payment, command.project_key, id, redact_payment)
    runner_of(current_app).runs.forget_given(command.order_ids)


def drop_dead_letters(command: EraseDeadLetters) -> None:
    words = (command.customer_id, *command.cart_ids, *command.order_ids, *command.payment_ids)
    letters = DeadLetters(current_app)
    for queue in sorted({queue for service in table().services for queue in service.worker.queues}):
        letters.erase(queue, words)


def _ids(document: type[Resource], project_key: str, path: str, customer_id: str) -> list[str]:
    found = collection_of(document).find({"projectKey": project_key, path: customer_id}, {"_id": 1})
    return sorted(row["_id"] for row in found)


def _changed(type_id: str, document: type[Resource], project_key: str, id: str, change: Callable[[Any], None]) -> None:
    """No message tells of it: it would say what is to be forgotten."""
    while (resource := load(document, project_key, _id=id)) is not None:
        before = deepcopy(stored(resource))
        change(resource)
        if stored(resource) == before:
            return
        resource.version += 1
        with suppress(ConcurrentModification):  # somebody else was faster: look again
            save_change(type_id, resource, before, [])
