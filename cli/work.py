"""``ms-commerce work POOL``: the Celery workers of one service, and their metrics on a port of their own."""

import socket
from importlib import import_module

import click

from common.observability.metrics import serve_metrics, start_counting_in
from common.services import table
from common.settings import settings

RELAY = "relay"


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("pool", type=click.Choice([*(service.name for service in table().services), RELAY]))
@click.option("--instance", help="This process's name among its pool's; else, in development, the machine's.")
@click.argument("celery_options", nargs=-1)
def work(pool: str, instance: str | None, celery_options: tuple[str, ...]) -> None:
    """Run one worker pool until told to end; what follows its name goes to `celery worker`.

    With a name that outlives it, a killed process gets its partitions back as soon as it is started again. Without,
    Kafka waits ten seconds for the dead one, and the laptop's broker for ever (docs/adr/0001).
    """
    here = settings()
    start_counting_in(here.data_dir / "metrics" / f"worker-{pool}")
    row = table().relay if pool == RELAY else table()[pool].worker
    serve_metrics(here.port + row.metrics_port, here.host)
    from common.kafka.operators import topics_of  # here: what counts must be made after it is known where to

    app = import_module(f"workers.{pool}.app").app
    name = pool if pool == RELAY else f"worker-{pool}"
    # Gossip and mingle have each worker read all that every other one does; nothing here asks for what they find out.
    alone = ("--without-gossip", "--without-mingle")
    if instance := instance or (socket.gethostname() if here.environment == "development" else None):
        app.conf.broker_transport_options["group_instance_id"] = f"{pool}@{instance}"
    topics_of(app)  # says what is wrong with its options; Celery would do so with a traceback, and try again
    app.worker_main(["worker", f"--hostname={name}@%h", "--loglevel=INFO", *alone, *celery_options])
