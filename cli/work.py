"""``ms-commerce work POOL``: the Celery workers of one service, and their metrics on a port of their own."""

import socket
from importlib import import_module

import click

from cli.seats import take_seat
from cli.stack.ports import check_free, in_use
from common.observability.metrics import serve_metrics, start_counting_in
from common.services import table
from common.settings import settings

RELAY = "relay"


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("pool", type=click.Choice([*(service.name for service in table().services), RELAY]))
@click.option("--instance", help="This process's name among its pool's; else the machine's.")
@click.option("--metrics-port", type=click.IntRange(0, 65_535), help="0: any that is free; else what PORT says.")
@click.argument("celery_options", nargs=-1)
def work(pool: str, instance: str | None, metrics_port: int | None, celery_options: tuple[str, ...]) -> None:
    """Run one worker pool until told to end; what follows its name goes to `celery worker`.

    With a name that outlives it, a killed process gets its partitions back as soon as it is started again. Without,
    Kafka waits ten seconds for the dead one, and the laptop's broker for ever (docs/adr/0001). Further processes of a
    pool on one machine are called `<name>-2`, `<name>-3` ….
    """
    here = settings()
    in_development = here.environment == "development"
    row = table().relay if pool == RELAY else table()[pool].worker
    name = pool if pool == RELAY else f"worker-{pool}"
    seat = take_seat(here.data_dir / "metrics", name, instance or socket.gethostname())
    port = metrics_port if metrics_port is not None else _usual_port(here.port + row.metrics_port, in_development)
    if port:
        check_free({port: f"the metrics of {name}@{seat}"}, "--metrics-port=…")
    start_counting_in(here.data_dir / "metrics" / f"{name}@{seat}")
    serves = serve_metrics(port, here.host)
    if port != serves:
        click.echo(f"The metrics of {name}@{seat} are on port {serves}.", err=True)
    from common.kafka.operators import topics_of  # here: what counts must be made after it is known where to

    app = import_module(f"workers.{pool}.app").app
    # Gossip and mingle have each worker read all that every other one does; nothing here asks for what they find out.
    alone = ("--without-gossip", "--without-mingle")
    if instance or in_development:
        app.conf.broker_transport_options["group_instance_id"] = f"{pool}@{seat}"
    topics_of(app)  # says what is wrong with its options; Celery would do so with a traceback, and try again
    app.worker_main(["worker", f"--hostname={name}@{seat}", "--loglevel=INFO", *alone, *celery_options])


def _usual_port(port: int, in_development: bool) -> int:
    """What the configuration says; or any, for a second process on a laptop, where nothing else watches that port."""
    return 0 if in_development and in_use(port) else port
