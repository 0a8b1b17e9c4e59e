"""A customer who orders a cart as docs/data-consistency.md tells clients to: no answer is asked for again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.waiting import wait_until

Json = dict[str, Any]

PATIENCE_SECONDS = 400
NO_ANSWER = {502, 503, 504}
"""Nobody knows yet whether there is an order."""


@dataclass(frozen=True)
class Bought:
    """What a customer knows in the end."""

    order: str | None
    """The order's id; None where it was refused."""
    refusal: str = ""
    unknown: int = 0
    """How often there was no answer before."""


def buy(place: Callable[[], tuple[int, Json]], ordered: Callable[[], list[str]]) -> Bought:
    """``place`` sends the order, always of the same version of the cart (status, body; an OSError where it is cut
    off); ``ordered`` are the ids of the cart's orders.
    """
    unknown = 0

    def answered() -> list[tuple[int, Json]]:
        nonlocal unknown
        unknown += 1
        status, body = place()
        return [(status, body)] if status not in NO_ANSWER else []

    [(status, body)] = wait_until(answered, PATIENCE_SECONDS, of="an answer to an order")
    unknown -= 1
    if status == 409 and unknown:  # told, but it never arrived: the cart has been ordered
        [order] = ordered()
        return Bought(order, unknown=unknown)
    if status == 201:
        return Bought(str(body["id"]), unknown=unknown)
    return Bought(None, str(body["errors"][0]["code"]), unknown)
