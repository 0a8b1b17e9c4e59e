"""``ms-commerce ready SERVICE``: the health check of a container that has no curl."""

import sys

import click
import httpx

from common.services import table
from common.settings import settings


@click.command()
@click.argument("service", type=click.Choice([service.name for service in table().services]))
def ready(service: str) -> None:
    """Succeed if the service's database and broker answer it."""
    try:
        answer = httpx.get(f"http://127.0.0.1:{settings().port_of(service)}/ready", timeout=5)
    except httpx.TransportError as error:
        raise click.ClickException(f"{service} does not answer: {error}") from error
    click.echo(answer.text.strip())
    sys.exit(0 if answer.is_success else 1)
