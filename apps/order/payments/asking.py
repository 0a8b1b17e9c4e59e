"""Transactions as requests: what somebody writes down as ``Initial``, the payment service is asked to do.

The transaction's id is the operation's key. It is written first and asked for then, so whatever breaks off in between
is found in the payment and asked for again; and it is only ever moved on: what has succeeded or failed stays so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from apps.order.payments.actions import actions
from apps.order.payments.document import Payment
from apps.order.payments.messages import PaymentTransactionAdded
from apps.order.payments.provider.port import Outcome, PaymentProvider
from apps.order.payments.transactions import OPEN
from common.errors import ConcurrentModification
from common.resources.actions import Action
from common.resources.collection import load
from common.resources.context import Context
from common.resources.update import update
from common.wire.json import Json


@dataclass(frozen=True)
class Books:
    """The payments of one project."""

    project_key: str

    def find(self, payment_id: str) -> Payment | None:
        return load(Payment, self.project_key, _id=payment_id)

    def state_of(self, payment_id: str, id: str) -> str:
        """Of a transaction; of none, Failure."""
        payment = self.find(payment_id)
        transaction = named(payment, id) if payment else None
        return str(transaction["state"]) if transaction else "Failure"

    def ask(self, payment_id: str, id: str, type: str, amount: Json, about: str | None = None) -> None:
        """Write the transaction down, once however often this is called; ``about`` is the id of the one that it
        takes back.
        """
        wanted = {"id": id, "type": type, "amount": amount, "state": "Initial"}
        wanted |= {"interactionId": about} if about else {}
        self._change(payment_id, lambda payment: [] if named(payment, id) else [_adding(wanted)])

    def note(self, payment_id: str, id: str, outcome: Outcome) -> None:
        """Write down what the payment service said; nothing once the transaction is over."""
        self._change(payment_id, lambda payment: list(_said(payment, id, outcome)))

    def _change(self, payment_id: str, changes: Callable[[Payment], list[Action]]) -> None:
        while (payment := self.find(payment_id)) is not None and (wanted := changes(payment)):
            try:
                update("payment", payment, payment.version, wanted, Context(self.project_key, {}))
            except ConcurrentModification:  # somebody else was faster: look again
                continue
            return


def carry_out(books: Books, payment_id: str, id: str, provider: PaymentProvider) -> str:
    """Have the payment service do what the transaction asks for; the state it is in then.

    NoAnswer where nobody knows; the transaction then stays as it was.
    """
    payment = books.find(payment_id)
    transaction = named(payment, id) if payment else None
    if payment and transaction and is_open(transaction):
        books.note(payment_id, id, _asked(provider, payment, transaction))
    return books.state_of(payment_id, id)


def _asked(provider: PaymentProvider, payment: Payment, transaction: Json) -> Outcome:
    key, amount = transaction["id"], transaction["amount"]
    match transaction["type"]:
        case "Authorization":
            token = payment.payment_method_info.get("token")
            return provider.authorise(key, amount, token["value"] if token else None)
        case "Charge" if authorised := latest(payment, "Authorization"):
            return provider.capture(key, authorised["id"], amount)
        case "CancelAuthorization" if authorised := _about(payment, transaction) or latest(payment, "Authorization"):
            return provider.void(key, authorised["id"])
        case "Refund" if charged := latest(payment, "Charge"):
            return provider.refund(key, charged["id"], amount)
    return Outcome("Failure", reason="There is nothing to take, void or give back.")


def named(payment: Payment, id: str) -> Json | None:
    return next((one for one in payment.transactions if one["id"] == id), None)


def latest(payment: Payment, type: str) -> Json | None:
    """The last transaction of the type that has not failed."""
    of_type = [one for one in payment.transactions if one["type"] == type and one["state"] != "Failure"]
    return of_type[-1] if of_type else None


def _about(payment: Payment, transaction: Json) -> Json | None:
    """The transaction that this one takes back, where it says so."""
    return named(payment, transaction.get("interactionId", ""))


def is_open(transaction: Json | None) -> bool:
    return transaction is not None and transaction["state"] in OPEN


def cents(transactions: Iterable[Json], *types: str, states: Sequence[str] = (*OPEN, "Success")) -> int:
    """What those of these types come to."""
    return sum(one["amount"]["centAmount"] for one in transactions if one["type"] in types and one["state"] in states)


def covered_cents(transactions: Sequence[Json]) -> int:
    """What is reserved or taken, or about to be. A charge takes what was reserved before: the two are not added up."""
    voids = [one for one in transactions if one["type"] == "CancelAuthorization" and one["state"] != "Failure"]
    given_up = {one.get("interactionId") for one in voids}
    of_whatever = [one for one in voids if "interactionId" not in one]
    live = [one for one in transactions if one["id"] not in given_up]
    reserved = cents(live, "Authorization") - cents(of_whatever, "CancelAuthorization")
    return max(reserved, cents(live, "Charge"))


def id_of(saga_id: str, payment_id: str, type: str) -> str:
    """The id of the transaction by which a saga asks for something: the same however often it asks."""
    return str(uuid5(NAMESPACE_URL, f"{saga_id}/{payment_id}/{type}"))


def _said(payment: Payment, id: str, outcome: Outcome) -> Iterator[Action]:
    """The state, and what the service calls it, unless it calls another transaction so, too."""
    transaction = named(payment, id)
    if transaction is None or not is_open(transaction):
        return
    if transaction["state"] != outcome.state:
        yield actions.read({"action": "changeTransactionState", "state": outcome.state, "transactionId": id}, "")
    names = {one.get("interfaceId") for one in payment.transactions}
    if outcome.reference and outcome.reference not in names:
        reference = {"interfaceId": outcome.reference, "transactionId": id}
        yield actions.read({"action": "setTransactionInterfaceId", **reference}, "")


def _adding(transaction: Json) -> Action:
    def add(wanted: Json, payment: Any, _: Context) -> Iterable[PaymentTransactionAdded]:
        payment.transactions = [*payment.transactions, wanted]
        yield PaymentTransactionAdded(wanted)

    return Action("addTransaction", transaction, add)
