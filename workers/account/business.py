"""What the shops do, as numbers: account hears every message of every service."""

from prometheus_client import Counter

from common.celery.tasks import listens
from common.contracts import events
from common.contracts.events import ResourceChanged

MESSAGES = Counter("shop_messages_total", "Messages of all projects, such as OrderCreated", ["type"])
REVENUE = Counter("shop_revenue_minor_units_total", "Totals of placed orders, in cents and the like", ["currency"])


@listens(events.MESSAGES)
def count(event: ResourceChanged) -> None:
    """An event that is told twice counts twice: these are for looking at, not for the books."""
    for message in event.messages:
        MESSAGES.labels(message["type"]).inc()
        if message["type"] == "OrderCreated" and "order" in message:  # too large an order is not in its message
            total = message["order"]["totalPrice"]
            REVENUE.labels(total["currencyCode"]).inc(total["centAmount"])
