"""The payments of a cart, authorised before there is an order and given back if there will be none; and whatever else
is asked of a payment service by a transaction in state ``Initial``.
"""

from apps.order.payments.asking import Books, carry_out, covered_cents, id_of, named
from apps.order.payments.provider.known import provider_of
from apps.order.payments.provider.port import NoAnswer, PaymentProvider
from common.celery.tasks import handles, listens
from common.contracts.answered import Answered
from common.contracts.checkout import AuthorisePayment, VoidPayment
from common.contracts.events import ResourceChanged
from common.errors import InvalidOperation, OverCapacity
from common.sagas.receivers import answers_of, receive, withdraw


@handles(AuthorisePayment)
def authorise_payment(command: AuthorisePayment) -> Answered:
    return receive(answers_of("order"), command, authorise, void)


@handles(VoidPayment)
def void_payment(command: VoidPayment) -> Answered:
    return withdraw(answers_of("order"), command, AuthorisePayment, void)


@listens("payment")
def carry_out_what_is_asked(event: ResourceChanged) -> None:
    """Transactions that a client, or a saga, wrote down. NoAnswer has the event heard again later."""
    if event.json is None:
        return
    provider = provider_of(event.json["paymentMethodInfo"].get("paymentInterface"))
    for transaction in event.json["transactions"] if provider else ():
        if provider and transaction["state"] == "Initial":
            carry_out(Books(event.project_key), event.id, transaction["id"], provider)


def authorise(command: AuthorisePayment) -> None:
    """What the payments plan and nobody has authorised yet; InvalidOperation where that is declined."""
    books = Books(command.project_key)
    for payment_id in command.payment_ids:
        payment = books.find(payment_id)
        provider = provider_of(payment.interface) if payment else None
        if payment is None or provider is None:  # the shop's own checkout has dealt with it
            continue
        id = id_of(command.saga_id, payment_id, "Authorization")
        others = [one for one in payment.transactions if one["id"] != id]
        due = payment.amount_planned["centAmount"] - covered_cents(others)
        if due <= 0:
            continue
        books.ask(payment_id, id, "Authorization", payment.amount_planned | {"centAmount": due})
        if answered(books, payment_id, id, provider) == "Failure":
            raise InvalidOperation(f"The payment '{payment_id}' was declined.")


def void(command: AuthorisePayment | VoidPayment) -> None:
    """What this saga authorised, or may have."""
    books = Books(command.project_key)
    for payment_id in command.payment_ids:
        payment = books.find(payment_id)
        provider = provider_of(payment.interface) if payment else None
        asked_for = named(payment, id_of(command.saga_id, payment_id, "Authorization")) if payment else None
        if provider is None or asked_for is None or asked_for["state"] == "Failure":
            continue
        id = id_of(command.saga_id, payment_id, "CancelAuthorization")
        books.ask(payment_id, id, "CancelAuthorization", asked_for["amount"], about=asked_for["id"])
        if answered(books, payment_id, id, provider) == "Failure":
            raise OverCapacity(f"The authorisation of payment '{payment_id}' was not given up.")


def answered(books: Books, payment_id: str, id: str, provider: PaymentProvider) -> str:
    """The transaction's state; without an answer from the provider there is none to the saga either, and it asks
    again.
    """
    try:
        return carry_out(books, payment_id, id, provider)
    except NoAnswer as unknown:
        raise OverCapacity(f"The payment service of '{payment_id}' does not answer.") from unknown
