"""The carts and shopping lists of a customer who is to be forgotten."""

from apps.cart.carts.document import Cart
from apps.cart.carts.reserving import give_back_later
from apps.cart.shopping_lists.handing_over import erase_lists
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.erasing import CartsOfCustomer, EraseCarts, FindCarts
from common.errors import ConcurrentModification, OverCapacity
from common.errors.checkout import BeingOrdered
from common.resources.collection import load
from common.resources.document import collection_of
from common.resources.write import bury
from common.sagas.receivers import settle


@handles(FindCarts)
def find_carts(command: FindCarts) -> Answered:
    return settle(command, carts_of_customer)


@handles(EraseCarts)
def erase_carts(command: EraseCarts) -> Answered:
    return settle(command, erase)


def carts_of_customer(command: FindCarts) -> CartsOfCustomer:
    wanted = {"projectKey": command.project_key, "customerId": command.customer_id}
    return CartsOfCustomer(tuple(sorted(row["_id"] for row in collection_of(Cart).find(wanted, {"_id": 1}))))


def erase(command: EraseCarts) -> None:
    """A cart that is just being ordered, or changed, is asked for again."""
    if command.customer_id:
        try:
            erase_lists(command.project_key, command.customer_id)
        except ConcurrentModification as busy:
            raise OverCapacity("A shopping list is in use.") from busy
    for id in command.cart_ids:
        cart = load(Cart, command.project_key, _id=id)
        if cart is not None:
            give_back_later(cart)
            try:
                bury("cart", cart, [], erase=True)
            except (BeingOrdered, ConcurrentModification) as busy:
                raise OverCapacity(f"The cart '{id}' is in use.") from busy
