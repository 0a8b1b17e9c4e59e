"""What every service's resources say, into account's collection of messages."""

from apps.account.messages.keep import keep
from common.celery.tasks import listens
from common.contracts.events import MESSAGES, ResourceChanged


@listens(MESSAGES)
def keep_messages(event: ResourceChanged) -> None:
    keep(event)
