"""``ms-commerce serve SERVICE``: one HTTP service, and its metrics on a port of their own."""

import click
from granian.constants import Interfaces
from granian.server import Server

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
    start_counting_in(here.data_dir / "metrics" / service)
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
    serve_metrics(here.port + table()[service].metrics_port, here.host)
    server.serve()
