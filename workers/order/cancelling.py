"""An order that says it was cancelled begins the saga of what follows from it."""

from celery import current_app

from apps.order.cancel_order import cancel_order, saga_of, what_is_left_of
from apps.order.orders.document import Order
from apps.order.payments.asking import Books, cents, id_of, latest, named
from apps.order.payments.document import Payment
from apps.order.payments.provider.known import provider_of
from apps.order.sagas import runner_of
from common.celery.tasks import handles, listens
from common.contracts.answered import Answered
from common.contracts.cancelling import GiveBackPayments
from common.contracts.events import ResourceChanged
from common.errors import OverCapacity
from common.resources.collection import find_json
from common.sagas.receivers import settle
from workers.order.payment import answered


@listens("OrderStateChanged")
def begin_cancelling(event: ResourceChanged) -> None:
    if any(
        message["type"] == "OrderStateChanged" and message["orderState"] == "Cancelled" for message in event.messages
    ):
        order = find_json(Order, event.project_key, _id=event.id)
        if order is not None:
            given, id = what_is_left_of(order), saga_of(event.id)
            runner_of(current_app).start(cancel_order, event.project_key, given, join_key=f"cancel/{event.id}", id=id)


@handles(GiveBackPayments)
def give_back_payments(command: GiveBackPayments) -> Answered:
    return settle(command, give_back)


def give_back(command: GiveBackPayments) -> None:
    """What the shop's own checkout processes is only asked for: a transaction ``Initial`` for it to carry out."""
    books = Books(command.project_key)
    for payment_id in command.payment_ids:
        payment = books.find(payment_id)
        id = asked_back(books, payment, command.saga_id) if payment else None
        provider = provider_of(payment.interface) if payment else None
        if id and provider and answered(books, payment_id, id, provider) == "Failure":
            raise OverCapacity(f"The money of payment '{payment_id}' was not given back.")


def asked_back(books: Books, payment: Payment, saga_id: str) -> str | None:
    """The id of the transaction that gives back what is held; None where nothing is, or somebody else gave it back."""
    for type in ("Refund", "CancelAuthorization"):
        asked = named(payment, id := id_of(saga_id, payment.id, type))
        if asked and asked["state"] != "Failure":
            return id
    taken = cents(payment.transactions, "Charge", states=("Success",)) - cents(
        payment.transactions, "Refund", "Chargeback"
    )
    if taken > 0:
        id = id_of(saga_id, payment.id, "Refund")
        books.ask(payment.id, id, "Refund", payment.amount_planned | {"centAmount": taken})
        return id
    held = latest(payment, "Authorization")
    if held and not latest(payment, "CancelAuthorization") and not latest(payment, "Charge"):
        id = id_of(saga_id, payment.id, "CancelAuthorization")
        books.ask(payment.id, id, "CancelAuthorization", held["amount"], about=held["id"])
        return id
    return None
