"""What was told of a customer who is to be forgotten, and of the customer's carts, orders and payments."""

from apps.account.messages.keep import forget_messages
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.erasing import EraseMessages
from common.sagas.receivers import settle


@handles(EraseMessages)
def erase_messages(command: EraseMessages) -> Answered:
    return settle(command, forget)


def forget(command: EraseMessages) -> None:
    about = {"customer": (command.customer_id,), "cart": command.cart_ids}
    about |= {"order": command.order_ids, "payment": command.payment_ids}
    for type_id, ids in about.items():
        forget_messages(command.project_key, type_id, ids)
