"""What follows when a customer is deleted with ``dataErasure=true``: all services forget the person.

The customer is gone before this begins, so there is no way back. What cannot be erased now is asked for again until it
can, in the end under the eyes of an operator.
"""

from uuid import NAMESPACE_URL, uuid5

from common.contracts.erasing import (
    EraseCarts,
    ErasedCustomer,
    EraseDeadLetters,
    EraseMessages,
    EraseOrders,
    FindCarts,
    FindOrders,
)
from common.sagas.saga import Saga, Step

erase_customer = Saga(
    "erase-customer",
    Step(FindCarts),  # cart     learns which
    Step(FindOrders),  # order    and which payments
    Step(EraseCarts),  # cart     they go
    Step(EraseOrders),  # order    they stay, without the person
    Step(EraseMessages),  # account  what all of these have told
    Step(EraseDeadLetters),  # order    and what nobody could handle
    given=ErasedCustomer,
)


def saga_of(customer_id: str) -> str:
    """The saga's id: a customer is erased once."""
    return str(uuid5(NAMESPACE_URL, f"{customer_id}/erased"))
