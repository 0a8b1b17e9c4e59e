"""A lock that keeps everybody out who has no key: clients with the permission ``manage_locked_carts``.

https://docs.commercetools.com/api/projects/carts#lock-cart
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.carts.actions.registry import KEY_TO_LOCKS, actions
from apps.cart.carts.document import Cart
from apps.cart.carts.messages import CartLocked, CartUnlocked
from common.errors import InsufficientScope
from common.resources.context import Context
from common.resources.messages import Message


@actions("lockCart")
@dataclass(frozen=True)
class LockCart:
    def apply(self, cart: Cart, context: Context) -> Iterator[Message]:
        _check_key(context)
        if cart.lock is None:
            cart.lock = {"createdAt": context.now, "clientId": (context.actor or {}).get("clientId", "")}
            yield CartLocked()


@actions("unlockCart")
@dataclass(frozen=True)
class UnlockCart:
    def apply(self, cart: Cart, context: Context) -> Iterator[Message]:
        _check_key(context)
        if cart.lock is not None:
            cart.lock = None
            yield CartUnlocked()


def _check_key(context: Context) -> None:
    if not context.may(KEY_TO_LOCKS):
        raise InsufficientScope((f"{KEY_TO_LOCKS}:{context.project_key}",))
