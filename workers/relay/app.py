"""The relay: sweeps every service's database, and the schedule of everything periodic.

``ms-commerce work relay`` runs the sweeps, ``celery --app workers.relay.app beat`` says when.
"""

import logging
import threading
from collections import defaultdict
from datetime import timedelta
from functools import cache

from celery.schedules import schedule

from common.celery.app import make_celery
from common.celery.rebuilding import rebuild_everywhere
from common.celery.sending import event_sender
from common.celery.worker import log_as_json_in
from common.database import connect, database
from common.events.sweep import Sweep
from common.kafka.options import options_of
from common.kafka.topics import topics_for
from common.replicas.lost_log import LogWatch
from common.sagas.forgetting import TASK as FORGET
from common.services import table

(QUEUE,) = table().relay.queues
EVERY = timedelta(seconds=2)
LOGS_LOOKED_AT_EVERY = timedelta(seconds=10)

app = make_celery("relay", table().relay)
log_as_json_in("relay")
for told in ("celery.app.trace", "celery.beat"):
    logging.getLogger(told).setLevel(logging.WARNING)  # a line for every sweep would hide the others

_sweeping: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


@app.task(name="relay.sweep", send_events=False)  # nobody wants to see each of them in Flower
def sweep(service: str) -> None:
    """One service's outboxes; skipped while the previous sweep of them is still at work."""
    if _sweeping[service].acquire(blocking=False):
        try:
            _sweep_of(service)()
        finally:
            _sweeping[service].release()


@app.task(name="relay.look_at_log", send_events=False)
def look_at_log(service: str) -> None:
    """Whether one service's events were lost with their log."""
    _watch_of(service).look(when_emptied=lambda: rebuild_everywhere(app, service))


@cache
def _sweep_of(service: str) -> Sweep:
    connect(service)
    return Sweep(service, database(service), table()[service].events, event_sender(app))


@cache
def _watch_of(service: str) -> LogWatch:
    connect(service)
    topics = topics_for(options_of(str(app.conf.broker_url), app.conf.broker_transport_options, None, None))

    def ends(topic: str) -> dict[int, int]:
        return {partition: end for (_, partition), end in topics.ends(topics.partitions(topic)).items()}

    return LogWatch(database(service), table()[service].events, ends)


app.conf.beat_schedule = {
    f"{task} {service.name}": {
        "task": task,
        "schedule": schedule(every),
        "args": [service.name],
        # What nobody did in time is done by the next one.
        "options": {"queue": QUEUE, "expires": 2 * every.total_seconds()},
    }
    for service in table().services
    for task, every in (("relay.sweep", EVERY), ("relay.look_at_log", LOGS_LOOKED_AT_EVERY))
}

HOUR = timedelta(hours=1)
PERIODIC = (
    # clients past their day, expired revocations, an old signing key
    ("account", "account.end_what_is_over", HOUR),
    # payment services are asked what became of what they have not ended
    ("order", "order.ask_payment_services", timedelta(seconds=30)),
    # carts that nobody touched for as long as they say
    ("cart", "cart.delete_what_is_over", timedelta(minutes=1)),
    # stock of carts that nobody reserved, or gave back, when they were changed
    ("cart", "cart.reserve_what_is_due", timedelta(seconds=5)),
    # and what they have reserved for longer than they may
    ("product", "product.release_reserved", timedelta(seconds=15)),
    # products after their product types changed; categories below one that was moved, where whoever moved it did not
    # come to it; prices after product discounts changed, began or ended
    ("product", "product.follow_types", timedelta(seconds=5)),
    ("product", "product.follow_categories", timedelta(seconds=30)),
    ("product", "product.follow_discounts", timedelta(seconds=3)),
    # sagas, and what they were answered, that were over long ago
    *((service.name, f"{FORGET}.{service.name}", HOUR) for service in table().services),
)
"""Which pool does what, and how often."""

app.conf.beat_schedule |= {
    task: {
        "task": task,
        "schedule": schedule(every),
        "options": {"queue": queue, "expires": 2 * every.total_seconds()},
    }
    for queue, task, every in PERIODIC
}
