"""The relay: sweeps every service's database, and the schedule of everything periodic.

``ms-commerce work relay`` runs the sweeps, ``celery --app workers.relay.app beat`` says when.
"""

import threading
from collections import defaultdict
from datetime import timedelta

from celery.schedules import schedule

from common.celery.app import make_celery
from common.celery.sending import event_sender
from common.celery.worker import log_as_json_in
from common.database import connect, database
from common.events.sweep import Sweep
from common.services import WorkerPool, table

QUEUE = "relay"
EVERY = timedelta(seconds=2)

app = make_celery(
    "relay",
    WorkerPool("worker-relay", (QUEUE,), table().relay_metrics_port, concurrency=len(table().services)),
)
log_as_json_in("relay")

_sweeps: dict[str, Sweep] = {}
_sweeping: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


@app.task(name="relay.sweep")
def sweep(service: str) -> None:
    """One service's outboxes; skipped while the previous sweep of them is still at work."""
    if _sweeping[service].acquire(blocking=False):
        try:
            _sweep_of(service)()
        finally:
            _sweeping[service].release()


def _sweep_of(service: str) -> Sweep:
    if service not in _sweeps:
        connect(service)
        _sweeps[service] = Sweep(service, database(service), table()[service].events, event_sender(app))
    return _sweeps[service]


app.conf.beat_schedule = {
    f"sweep {service.name}": {
        "task": "relay.sweep",
        "schedule": schedule(EVERY),
        "args": [service.name],
        # What nobody swept in time is swept by the next one.
        "options": {"queue": QUEUE, "expires": 2 * EVERY.total_seconds()},
    }
    for service in table().services
}
