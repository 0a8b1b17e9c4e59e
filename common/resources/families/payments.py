"""addPayment and removePayment, for carts and orders: references to what pays for them.

https://docs.commercetools.com/api/projects/carts#add-payment
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.document import collection_of
from common.resources.messages import Message
from common.values.references import ToPayment
from common.wire.json import Json


@dataclass(frozen=True)
class OnePayment:
    payment: ToPayment


def payments(
    *,
    others: Mapping[str, Any],
    added: Callable[[Json], Message] | None = None,
    removed: Callable[[Json, bool], Message] | None = None,
) -> Callable[[Actions[Any]], None]:
    """For resources with ``payment_info``. ``others`` selects those of their kind that a payment may not pay for, too;
    ``removed`` makes its message from the payment and whether it was the last.
    """

    def add(given: OnePayment, resource: Any, _: Context) -> Iterator[Message]:
        payment, known = given.payment.to_json(), payments_of(resource)
        if payment in known:
            return
        _check_free(resource, payment, others)
        resource.payment_info = {"payments": [*known, payment]}
        if added is not None:
            yield added(payment)

    def remove(given: OnePayment, resource: Any, _: Context) -> Iterator[Message]:
        payment, known = given.payment.to_json(), payments_of(resource)
        if payment not in known:
            return
        left = [one for one in known if one != payment]
        resource.payment_info = {"payments": left} if left else None
        if removed is not None:
            yield removed(payment, not left)

    def include(actions: Actions[Any]) -> None:
        actions.add("addPayment", OnePayment, add)
        actions.add("removePayment", OnePayment, remove)

    return include


def payments_of(resource: Any) -> list[Json]:
    return list((resource.payment_info or {}).get("payments", ()))


def _check_free(resource: Any, payment: Json, others: Mapping[str, Any]) -> None:
    paid_by_it = {"projectKey": resource.project_key, "paymentInfo.payments.id": payment["id"]}
    for other in collection_of(type(resource)).find(paid_by_it, {"_id": 1, **dict.fromkeys(others, 1)}):
        if other["_id"] != resource.id and others.items() <= other.items():
            raise InvalidOperation(f"The payment '{payment['id']}' pays for something else.")
