"""``ms-commerce openapi``: what the services serve, as OpenAPI, without a server."""

from importlib import import_module

import click
import orjson
from apispec import APISpec

from common.auth.revocation import NothingRevoked
from common.http.app import create_app
from common.openapi.described import described
from common.openapi.merge import merged
from common.services import table
from common.wire.json import Json


@click.command()
@click.option("--service", type=click.Choice([service.name for service in table().services]), help="Only this one's.")
def openapi(service: str | None) -> None:
    """Print the API as OpenAPI 3: all services merged, or one of them."""
    said = description_of(service) if service else whole()
    click.echo(orjson.dumps(said, option=orjson.OPT_INDENT_2))


def whole() -> Json:
    return merged({service.name: description_of(service.name) for service in table().services}, "ms-commerce")


def description_of(service: str) -> Json:
    """As the running service describes itself; nothing is connected to."""
    app = create_app(import_module(f"apps.{service}.service").service, NothingRevoked())
    spec: APISpec = app.extensions["openapi"]
    return described(spec)
