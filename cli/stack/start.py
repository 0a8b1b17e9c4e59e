"""``ms-commerce start SERVER``: one of the laptop's servers, in place of this process."""

import os

import click

from cli.stack import embedded
from common.services import table
from common.settings import Settings, settings


def mongo(here: Settings) -> tuple[str, ...]:
    return embedded.mongo(here.port_of("mongo"), here.data_dir).command


def kafka(here: Settings) -> tuple[str, ...]:
    return embedded.kafka(here.port_of("kafka"), here.data_dir).command


def nginx(here: Settings) -> tuple[str, ...]:
    from cli.stack import gateway  # only here: the errors it words bring half of common/ along

    place = gateway.on_this_machine(table(), here.port, here.host, here.data_dir)
    return tuple(gateway.command(table(), place))


SERVERS = {"mongo": mongo, "kafka": kafka, "gateway": nginx}


@click.command()
@click.argument("server", type=click.Choice(list(SERVERS)))
def start(server: str) -> None:
    """Run one server of the laptop's stack until told to end."""
    here = settings()
    here.data_dir.mkdir(parents=True, exist_ok=True)
    command = SERVERS[server](here)
    os.execv(command[0], command)  # noqa: S606  # so that signals reach the server itself
