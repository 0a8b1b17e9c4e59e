"""What dashboards and alerts ask for is there to be scraped, on every process of the running platform."""

from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from common.services import table
from tests.support.shopping import Shop, code_of
from tests.support.stack import Stack
from tests.support.waiting import wait_until

NAMED = Path(__file__).parents[2] / "config" / "observability" / "metrics.txt"
ONLY_IN_TROUBLE = {
    "celery_kafka_dead_lettered_total",
    "celery_kafka_publish_failures_total",
    "celery_kafka_redelivered_total",
    "replica_rechecks_total",
    "saga_commands_sent_again_total",
}
"""Counters whose labels are not known before something went wrong; tests of that wrong see them."""


def series_of(stack: Stack) -> set[str]:
    """The names of all series of all processes."""
    shape = table()
    ports = [port for service in shape.services for port in (service.metrics_port, service.worker.metrics_port)]
    texts = [
        httpx.get(f"http://127.0.0.1:{stack.port + port}/metrics").text for port in [*ports, shape.relay.metrics_port]
    ]
    texts.append(httpx.get(f"http://127.0.0.1:{stack.port + shape.ports['flower']}/metrics").text)
    families = (family for text in texts for family in text_string_to_metric_families(text))
    return {sample.name for family in families for sample in family.samples}


def test_every_series_that_is_named_somewhere_is_exported(stack: Stack) -> None:
    with stack.http() as http:
        shop = Shop(http)
        hat = shop.hat(stock=1)
        carts = [shop.cart({hat: 1}) for _ in range(2)]
        assert [code_of(shop.order(cart)) for cart in carts][1] == "OutOfStock"
    wanted = set(NAMED.read_text("utf-8").split()) - ONLY_IN_TROUBLE

    def all_there() -> bool:
        assert wanted - series_of(stack) == set()
        return True

    wait_until(all_there, 30, of="every series to be exported")
