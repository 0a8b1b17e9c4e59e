"""The payments of a cart, authorised before there is an order and given back if there will be none."""

from apps.order.ports import AuthorisedElsewhere, PaymentProvider
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.checkout import AuthorisePayment, VoidPayment
from common.sagas.receivers import answers_of, receive, withdraw

provider: PaymentProvider = AuthorisedElsewhere()


@handles(AuthorisePayment)
def authorise_payment(command: AuthorisePayment) -> Answered:
    return receive(answers_of("order"), command, authorise, void)


@handles(VoidPayment)
def void_payment(command: VoidPayment) -> Answered:
    return withdraw(answers_of("order"), command, AuthorisePayment, void)


def authorise(command: AuthorisePayment) -> None:
    provider.authorise(command.saga_id, command.project_key, command.payment_ids)


def void(command: AuthorisePayment | VoidPayment) -> None:
    provider.void(command.saga_id, command.project_key, command.payment_ids)
