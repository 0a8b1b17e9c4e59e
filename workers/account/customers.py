"""What customers say that concerns their tokens."""

from apps.account.oauth.customers_leave import end_tokens
from common.celery.tasks import listens
from common.contracts.events import ResourceChanged


@listens("customer")
def end_tokens_of_customers(event: ResourceChanged) -> None:
    end_tokens(event)
