"""Each service is tested by itself: the others are there, and have nothing that its replicas do not hold already."""

import pytest

from apps.cart.neighbours import neighbours as of_cart
from apps.customer.neighbours import neighbours as of_customer
from apps.order.neighbours import neighbours as of_order
from apps.product.neighbours import neighbours as of_product
from common.replicas.recheck import Neighbours
from tests.support.owners import KnowsNoMore


@pytest.fixture(autouse=True)
def owners_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def answering(neighbours: Neighbours) -> None:
        monkeypatch.setattr(neighbours, "owners", lambda _: KnowsNoMore(neighbours))

    for neighbours in (of_product, of_cart, of_customer, of_order):
        answering(neighbours)
