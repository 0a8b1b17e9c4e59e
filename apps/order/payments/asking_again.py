"""What a payment service has not ended is asked for again, by its key: its notification may be lost, or its answer."""

import logging
from datetime import UTC, datetime, timedelta

from apps.order.payments.asking import Books, carry_out, is_open
from apps.order.payments.document import Payment
from apps.order.payments.provider.known import provider_of
from apps.order.payments.provider.port import NoAnswer
from common.resources.document import collection_of
from common.wire.times import as_text

logger = logging.getLogger(__name__)

TASK = "order.ask_payment_services"
PATIENCE = timedelta(seconds=30)
AT_ONCE = 100


def ask_again(after: timedelta = PATIENCE) -> None:
    """Of payments that have had something open for so long, the longest first."""
    before = {"_openSince": {"$lte": as_text(datetime.now(UTC) - after)}}
    shown = {"projectKey": 1, "transactions": 1, "paymentMethodInfo": 1}
    for row in collection_of(Payment).find(before, shown).sort("_openSince", 1).limit(AT_ONCE):
        if provider := provider_of(row["paymentMethodInfo"].get("paymentInterface")):
            for transaction in filter(is_open, row["transactions"]):
                try:
                    carry_out(Books(row["projectKey"]), row["_id"], transaction["id"], provider)
                except NoAnswer as away:
                    logger.warning("%s", away)
