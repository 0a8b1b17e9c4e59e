"""The carts and shopping lists of somebody who signs up or in."""

from apps.cart.carts.document import Cart
from apps.cart.carts.taking_over import current_cart, take_over
from apps.cart.service import service
from apps.cart.shopping_lists.handing_over import hand_over_lists
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.sign_in import CartOfCustomer, HandOverCart, SignedIn
from common.errors import ConcurrentModification, OverCapacity
from common.errors.checkout import BeingOrdered
from common.resources.context import Context
from common.resources.document import on_the_wire, stored
from common.sagas.receivers import answers_of, receive

ATTEMPTS = 5


@handles(HandOverCart)
def hand_over_cart(command: HandOverCart) -> Answered:
    return receive(answers_of("cart"), command, hand_over, leave, recall=as_it_is)


def hand_over(command: HandOverCart) -> CartOfCustomer:
    """What another write came in between of is done again; ConcurrentModification if that happens too often.

    OverCapacity, and so later again, while one of the carts is turned into an order: that is handed over then.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _handed_over(command)
        except ConcurrentModification:
            continue
    return _handed_over(command)


def _handed_over(command: HandOverCart) -> CartOfCustomer:
    signed_in, context = _asked(command), _context(command)
    try:
        cart = take_over(signed_in, context)
    except BeingOrdered as busy:
        raise OverCapacity("A cart is being ordered.") from busy
    hand_over_lists(signed_in, context)
    return _told(cart)


def as_it_is(command: HandOverCart) -> CartOfCustomer:
    return _told(current_cart(_asked(command), _context(command)))


def leave(command: HandOverCart) -> None:
    """A refused command has changed nothing."""


def _asked(command: HandOverCart) -> SignedIn:
    return SignedIn(
        command.customer_id,
        command.mode,
        command.update_product_data,
        command.anonymous_cart_id,
        command.anonymous_cart_key,
        command.anonymous_id,
        store_key=command.store_key,
    )


def _context(command: HandOverCart) -> Context:
    return Context(command.project_key, service.sources, actor=command.asked_for_by)


def _told(cart: Cart | None) -> CartOfCustomer:
    return CartOfCustomer(on_the_wire(stored(cart)) if cart else None)
