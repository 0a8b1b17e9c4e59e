"""A process that sells hats, telling each sale at once, until somebody kills it."""

import random

from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.database import connect
from common.resources import write
from common.resources.collection import load
from common.resources.document import stored
from tests.integration.events.hats import Hat, HatSold

IDS = [f"hat-{number}" for number in range(8)]


def sell(id: str) -> None:
    hat = load(Hat, "shop", _id=id)
    if hat is None:
        write.insert("hat", Hat(id=id, project_key="shop", name="new"), [HatSold()])
        return
    before = stored(hat)
    hat.version += 1
    write.save_change("hat", hat, before, [HatSold(), HatSold()])


if __name__ == "__main__":
    connect("account")
    publish_writes("account", make_celery("account"))
    while True:
        sell(random.choice(IDS))
