"""The command itself: how much, how far."""

from concurrent.futures import ThreadPoolExecutor

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.seed import shop
from cli.seed.client import AT_ONCE, Client, NotNow, environment

FEW_CUSTOMERS = 20


@click.command()
@click.option("--products", type=click.IntRange(min=0), default=100, show_default=True)
@click.option("--customers", type=click.IntRange(min=0), default=FEW_CUSTOMERS, show_default=True)
def seed(products: int, customers: int) -> None:
    """Fill a project with a demo shop: product types, categories, products with prices and stock, customers.

    The same numbers make the same shop; what is there already stays as it is, so it can be run again with more.
    """
    client = Client(environment())
    client.sign_in()
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns) as progress, ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for path, draft in progress.track(list(shop.foundations()), description="foundations"):
                client.put(path, draft)
            made = pool.map(lambda number: _product(client, number), range(1, products + 1))
            new = sum(progress.track(made, total=products, description="products"))
            signed_up = pool.map(lambda draft: client.put("customers", draft), shop.customers(customers))
            also = sum(progress.track(signed_up, total=customers, description="customers"))
        except NotNow as problem:
            raise click.ClickException(str(problem)) from None
    click.echo(f"{new} new products and {also} new customers in {client.environment['CTP_PROJECT_KEY']}.")


def _product(client: Client, number: int) -> bool:
    draft = shop.product(number)
    new = client.put("products", draft)
    for entry in shop.stock(draft):
        client.put("inventory", entry)
    return new
