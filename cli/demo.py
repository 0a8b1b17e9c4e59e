"""``ms-commerce demo``: the demo project and its API client, for a stack that ``ms-commerce run`` did not start."""

from pathlib import Path

import click

from cli.stack.demo import DEV_ENV, demo_client
from common.settings import settings


@click.command()
@click.option("--through", help="Where the gateway is seen from here, if not at PUBLIC_URL.")
@click.option("--into", type=click.Path(path_type=Path), help="The folder that gets dev.env, if not DATA_DIR.")
def demo(through: str | None, into: Path | None) -> None:
    """Make the demo project unless it is there, write dev.env and print it."""
    here = settings()
    folder = into or here.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    client = demo_client(here.public_url, folder, through or here.public_url)
    click.echo((folder / DEV_ENV).read_text("utf-8"), nl=False)
    click.echo(client.curl, err=True)
