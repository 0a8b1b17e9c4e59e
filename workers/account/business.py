"""What the shops do, as numbers: account hears every message of every service."""

from prometheus_client import Counter

from common.celery.tasks import listens
from common.contracts.events import ResourceChanged

MESSAGES = Counter("shop_messages_total", "Messages of all projects, such as OrderCreated", ["type"])
REVENUE = Counter(
    "shop_revenue_minor_units_total", "Totals of the orders placed, in the currency's smallest unit", ["currency"]
)


@listens()
def count(event: ResourceChanged) -> None:
    """An event that is told twice counts twice: these are for looking at, not for the books."""
    for message in event.messages:
        MESSAGES.labels(message["type"]).inc()
        if message["type"] == "OrderCreated":
            total = message["order"]["totalPrice"]
            REVENUE.labels(total["currencyCode"]).inc(total["centAmount"])
