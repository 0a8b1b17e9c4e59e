"""What a worker tells Prometheus, as a scrape of it says."""

import re

import httpx

from tests.kafka.conftest import Lab
from tests.support.process import free_port
from tests.support.waiting import wait_until


class Scrape:
    """The metrics of one process now."""

    def __init__(self, port: int) -> None:
        self.text = httpx.get(f"http://127.0.0.1:{port}/metrics").raise_for_status().text

    def sum(self, name: str, **labels: str) -> float:
        """Over all series of the name with these labels; LookupError if there is none."""
        series = re.findall(rf"^celery_kafka_{name}{{(.*)}} (\S+)$", self.text, re.MULTILINE)
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        values = [float(value) for found, value in series if all(each in found for each in wanted)]
        if not values:
            raise LookupError(f"no series {name} {labels}")
        return sum(values)


def test_a_scrape_of_a_worker_tells_all_that_operators_watch(lab: Lab) -> None:
    port, go_on = free_port(), lab.directory / "go-on"
    lab.extra = {"METRICS_PORT": str(port)}
    lab.worker(pool="threads", concurrency=1)
    lab.send("refuse", 0)
    lab.send("give_back", 1, 2)
    lab.wait_for([1])
    for number in range(2, 6):  # the first one runs, the others wait
        lab.send("run_until", number, str(go_on))

    def told() -> bool:
        scrape = Scrape(port)
        assert scrape.sum("lag", queue=lab.queue) == 4
        assert scrape.sum("oldest_unfinished_seconds", queue=lab.queue) > 0
        assert scrape.sum("in_flight", queue=lab.queue) == 4
        assert scrape.sum("redelivered_total", queue=lab.queue) == 2
        assert scrape.sum("dead_lettered_total", queue=lab.queue) == 1
        assert scrape.sum("publish_seconds_count", topic=f"{lab.queue}.dlt") == 1
        return True

    wait_until(told, 30)
    partitions = re.findall(rf'celery_kafka_lag{{partition="(\d)",queue="{lab.queue}"}}', Scrape(port).text)
    assert sorted(partitions) == ["0", "1", "2", "3"]
    go_on.touch()

    def idle() -> bool:
        scrape = Scrape(port)
        return scrape.sum("lag", queue=lab.queue) == scrape.sum("in_flight", queue=lab.queue) == 0

    wait_until(idle, 30)
