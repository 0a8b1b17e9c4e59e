"""As test_every_step_may_be_killed, for what follows when an order is cancelled: its stock and its money come back
once, whichever worker is killed, and whatever becomes of the payment service's answers.
"""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask

from apps.order.cancel_order import cancel_order, saga_of
from apps.order.sagas import Sagas
from tests.chaos.faults import Faults, Moment, points_of
from tests.chaos.mortal_pools import mortal_pools
from tests.chaos.shoppers import bought
from tests.support.api import Api
from tests.support.carts import a_cart, a_line, a_stock, stock_now
from tests.support.hatpay import HatPay, a_payment
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.waiting import wait_until

PATIENCE_SECONDS = 240


@pytest.fixture(scope="module")
def hatpay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatPay]:
    service = HatPay(tmp_path_factory.mktemp("hatpay"))
    yield service
    service.process.stop()


@pytest.fixture(scope="module")
def pools(
    faults: Faults,
    hatpay: HatPay,
    mongodb_server: Server,
    broker: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Mapping[str, ServerProcess]]:
    with mortal_pools(faults, tmp_path_factory.mktemp("pools"), hatpay.environment) as running:
        yield running


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("moment", Moment)
def test_a_cancelled_order_gives_back_everything_once(
    moment: Moment,
    app: Flask,
    faults: Faults,
    hatpay: HatPay,
    sagas_of_order: Sagas,
    told_at_once: None,
) -> None:
    api, hats = Api(app), a_stock("hat", 5)
    payment = api.post("payments", a_payment())
    paid = {"payments": [{"typeId": "payment", "id": payment["id"]}]}
    placed = bought(app, a_cart(a_line("hat", 2), inventoryMode="ReserveOnOrder", paymentInfo=paid))
    order = api.get(f"orders/{placed.order}")
    assert hatpay.money() == (1000, 0)

    faults.arm(*points_of(cancel_order, moment))
    hatpay.will_be("cut")
    api.update("orders", order, {"action": "changeOrderState", "orderState": "Cancelled"})

    def over() -> bool:
        run = sagas_of_order.runs.find(saga_of(order["id"]))
        return run is not None and run.is_over

    wait_until(over, PATIENCE_SECONDS)
    assert (stock_now(hats), hatpay.money()) == ((5, 5), (0, 0))
    assert faults.armed() == []
