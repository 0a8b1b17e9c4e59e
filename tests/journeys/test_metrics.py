"""Debian's Prometheus scrapes the running platform with our configuration: every process is there, the totals are the
requests that were sent, and what dashboards and alerts ask for is exported with the labels they name.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ci.checks.observability import exported, rules
from common.services import table
from tests.support.prometheus import Prometheus
from tests.support.shopping import Shop, code_of
from tests.support.stack import Stack
from tests.support.waiting import wait_until

HERE = Path(__file__).parents[2]
COUNTED = "flask_http_request_duration_seconds_count"
LISTS = {"account": "channels", "product": "categories", "cart": "carts", "customer": "customers", "order": "orders"}
ASKED = {"account": 23, "product": 31, "cart": 17, "customer": 29, "order": 19}
ONLY_IN_TROUBLE = {
    "celery_kafka_dead_lettered_total",
    "celery_kafka_publish_failures_total",
    "celery_kafka_redelivered_total",
    "replica_rechecks_total",
    "saga_commands_sent_again_total",
}
"""Counters whose labels are not known before something went wrong; tests of that wrong see them."""


QUIET = {
    "Errors (5xx)",
    "Not succeeded",
    "Dead letters",
    "Given back",
    "Not confirmed",
    "Commands sent again",
    "Owners asked before a refusal",
}
"""Panels that are empty while nothing is wrong."""


def panels() -> Iterator[tuple[str, str, str]]:
    """Of each dashboard, each panel's title and queries, over the window that Grafana would choose here."""
    for file in sorted((HERE / "config/observability/dashboards").glob("*.json")):
        for panel in json.loads(file.read_text("utf-8"))["panels"]:
            for target in panel.get("targets", ()):
                yield file.stem, panel["title"], target["expr"].replace("$__rate_interval", "1m")


def jobs(stack: Stack) -> dict[str, str]:
    shape = table()
    ports = {service.name: service.metrics_port for service in shape.services}
    ports |= {f"worker-{service.name}": service.worker.metrics_port for service in shape.services}
    ports |= {"relay": shape.relay.metrics_port, "flower": shape.ports["flower"]}
    return {name: f"127.0.0.1:{stack.port + port}" for name, port in ports.items()}


@pytest.fixture
def prometheus(stack: Stack, tmp_path: Path) -> Iterator[Prometheus]:
    prometheus = Prometheus(tmp_path, jobs(stack))
    prometheus.process.start()
    yield prometheus
    prometheus.process.stop()


def test_every_process_is_scraped_and_totals_are_the_requests_that_were_sent(
    stack: Stack, prometheus: Prometheus
) -> None:
    counted = f'sum by (job) ({COUNTED}{{method="GET",status="404",url_rule=~"/<project_key>/[a-z]+/.*"}})'

    def is_scraped() -> bool:
        return prometheus.values("up", "job") == dict.fromkeys(jobs(stack), 1.0)

    wait_until(is_scraped, 60, of="every process to be scraped")
    before = prometheus.values(counted, "job")
    with stack.http() as http:
        for service, path in LISTS.items():
            for _ in range(ASKED[service]):  # through the gateway
                assert http.get(f"{path}/nobody-has-this-id").status_code == 404

    def totals_are_right() -> bool:
        now = prometheus.values(counted, "job")
        grown = {service: now.get(service, 0) - before.get(service, 0) for service in LISTS}
        assert grown == ASKED
        return True

    wait_until(totals_are_right, 30, of="totals that are the requests sent")


def test_every_series_that_is_named_somewhere_is_exported_with_its_labels(stack: Stack, prometheus: Prometheus) -> None:
    with stack.http() as http:
        shop = Shop(http)
        hat = shop.hat(stock=1)
        carts = [shop.cart({hat: 1}) for _ in range(2)]
        assert [code_of(shop.order(cart)) for cart in carts][1] == "OutOfStock"
    wanted = {name: labels for name, labels in exported(HERE).items() if name not in ONLY_IN_TROUBLE}

    def all_there() -> bool:
        found = {name: prometheus.labels(name) | {"job", "instance"} for name in wanted}
        assert {name: labels for name, labels in found.items() if labels != wanted[name]} == {}
        return True

    wait_until(all_there, 60, of="every series to be exported")


def test_every_panel_and_every_rule_answers_on_a_running_stack(stack: Stack, prometheus: Prometheus) -> None:
    with stack.http() as http:
        shop = Shop(http)

        def buy() -> None:
            """An order that is placed and one that is refused."""
            hat = shop.hat(stock=1)
            carts = [shop.cart({hat: 1}) for _ in range(2)]
            assert [code_of(shop.order(cart)) for cart in carts][1] == "OutOfStock"
            http.get("carts/nobody-has-this-id")

        def all_answer() -> bool:
            buy()
            empty = {
                (board, title): query
                for board, title, query in panels()
                if title not in QUIET and not prometheus.numbers(query)
            }
            assert empty == {}
            return True

        wait_until(all_answer, 90, of="data in every panel")
    for _, _, query in panels():
        prometheus.numbers(query)  # those of trouble are understood too
    for where, rule in rules(HERE):
        if "record" in rule:
            assert prometheus.numbers(rule["record"]), f"{where}: {rule['record']} records nothing"
