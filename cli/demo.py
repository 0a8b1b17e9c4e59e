"""``ms-commerce demo``: the demo project and its API client, for a stack that ``ms-commerce run`` did not start."""

from pathlib import Path

import click

from cli.stack.demo import demo_client
from common.settings import settings


@click.command()
@click.option("--through", help="Where the gateway is seen from here, if not at PUBLIC_URL.")
@click.option("--into", type=click.Path(path_type=Path), help="The folder that gets dev.env, if not DATA_DIR.")
def demo(through: str | None, into: Path | None) -> None:
    """Make the demo project unless it is there, write dev.env, print a curl that works."""
    here = settings()
    folder = into or here.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    click.echo(demo_client(here.public_url, folder, through or here.public_url).curl)
