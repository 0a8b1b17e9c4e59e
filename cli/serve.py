"""``ms-commerce serve SERVICE``: one HTTP service, and its metrics on a port of their own."""

import multiprocessing
import sys

import click
from granian.constants import Interfaces
from granian.server import Server

from cli.away import away
from cli.stack.ports import check_free
from common.observability.metrics import serve_metrics, start_counting_in
from common.services import table
from common.settings import settings

DRAIN_SECONDS = 30
"""What requests under way get once the process is told to end: an order waits 25 s for its saga (common/sagas/waiting).
"""


@click.command()
@click.argument("service", type=click.Choice([service.name for service in table().services]))
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--threads", type=int, help="Requests at once per process; else what config/services.yaml says.")
def serve(service: str, workers: int, threads: int | None) -> None:
    """Serve one HTTP service until told to end."""
    here = settings()
    metrics_port = here.port + table()[service].metrics_port
    check_free({metrics_port: f"{service}'s metrics"})  # or the numbers of who serves there would be wiped
    start_counting_in(here.data_dir / "metrics" / service)
    check_kafka(service)
    server = Server(
        f"apps.{service}.wsgi:app",
        address=here.host,
        port=here.port_of(service),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads or table()[service].threads,
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN_SECONDS,
        log_enabled=False,  # the service writes its own, one JSON line per request
    )
    serve_metrics(metrics_port, here.host)
    server.serve()


def check_kafka(service: str) -> None:
    """End with one sentence where a web process would end with a traceback, or only ever answer 503.

    In a process of its own: this one shall have no handle of librdkafka, with its threads, when the server forks.
    """
    import common.celery.app  # noqa: F401  # as its children will: they have it from here. Not before counting starts

    checking = multiprocessing.Process(target=_make_handle, args=(service,))
    checking.start()
    checking.join()
    if checking.exitcode:
        sys.exit(1)


def _make_handle(service: str) -> None:
    from common.celery.app import make_celery
    from common.kafka.operators import topics_of

    try:
        topics_of(make_celery(service))
    except Exception as problem:
        if not (said := away(problem)):
            raise
        click.ClickException(said).show()
        sys.exit(1)
