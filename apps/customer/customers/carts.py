"""The cart of somebody who signs up or in, asked of the cart service by a saga that the request waits for.

https://docs.commercetools.com/api/customers-overview#cart-merge-during-sign-in-and-sign-up
"""

from typing import Any

from kombu.exceptions import OperationalError

from apps.customer.customers import customers
from apps.customer.sign_in import sign_in
from common.contracts.sign_in import SignedIn
from common.errors import ApiError, CapacityError, OverCapacity
from common.errors.relayed import Relayed
from common.http.resource_api import delete_resource
from common.resources.context import Context
from common.resources.document import Resource
from common.sagas.held import Sagas, current_sagas, has_sagas
from common.sagas.run import Run
from common.wire.json import Json

WAIT_SECONDS = 10.0
WAIT_FOR_NOTHING_NEW_SECONDS = 3.0
"""Where there is nothing to hand over, the cart is a courtesy."""
WAIT_FOR_ORDERS_SECONDS = 2.0
"""From then on a cart that is known is answered, and the orders follow."""


def cart_after_sign_in(signed_in: SignedIn, context: Context) -> Json | None:
    """The cart; None where the customer has none.

    The cart service's refusal where it cannot be handed over; OverCapacity where it does not answer in time. A cart
    that nothing was to be done to is left out then: signing in does not depend on it.
    """
    try:
        return _asked_for(signed_in, context)
    except CapacityError:
        if has_past(signed_in):
            raise
        return None


def cart_after_sign_up(customer: Resource, signed_in: SignedIn, context: Context) -> Json | None:
    """The same for somebody new, who is not signed up where the cart is refused. One that takes long follows later."""
    if not has_past(signed_in):
        return None
    try:
        return _asked_for(signed_in, context)
    except CapacityError:
        return None
    except ApiError:
        delete_resource(customers, {"id": customer.id}, customer.version, context)
        raise


def has_past(signed_in: SignedIn) -> bool:
    return any((signed_in.anonymous_cart_id, signed_in.anonymous_cart_key, signed_in.anonymous_id))


def _asked_for(signed_in: SignedIn, context: Context) -> Any:
    if not has_sagas():
        raise OverCapacity("Carts cannot be reached.")
    sagas = current_sagas()
    cart = signed_in.anonymous_cart_id or signed_in.anonymous_cart_key or signed_in.anonymous_id
    join_key = f"{signed_in.customer_id}/{cart}/{signed_in.mode}"
    try:
        with sagas.waiting.beginning():
            run = sagas.runner.start(sign_in, context.project_key, signed_in, join_key)
    except OperationalError:
        raise OverCapacity("Carts cannot be reached.") from None
    seconds = WAIT_SECONDS if has_past(signed_in) else WAIT_FOR_NOTHING_NEW_SECONDS
    run = _with_cart(run.id, seconds, sagas)
    if run.refusal:
        raise Relayed(run.refusal)
    if run.is_over:
        sagas.waiting.note_told(run)
    return run.stored.get("learned", {}).get("cart")


def _with_cart(saga_id: str, seconds: float, sagas: Sagas) -> Run:
    """The run once it is over; or when that takes long, and the cart is dealt with already, as it is."""
    for patience in (WAIT_FOR_ORDERS_SECONDS, seconds - WAIT_FOR_ORDERS_SECONDS):
        try:
            return sagas.waiting.until_over(saga_id, patience)
        except CapacityError as late:
            refusal = late
            if (run := _past_its_cart(saga_id, sagas)) is not None:
                return run
    raise refusal


def _past_its_cart(saga_id: str, sagas: Sagas) -> Run | None:
    run = sagas.runs.find(saga_id)
    return run if run is not None and run.at.forward and run.at.step > 0 else None
