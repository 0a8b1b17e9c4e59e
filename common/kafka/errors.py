"""What can go wrong between Celery and Kafka, named after what the caller should do.

::

    kombu.exceptions.OperationalError
    └── KafkaUnavailable        no broker answered: try again later, an API answers 503
        ├── NotDelivered        the message is not confirmed to be in Kafka
        └── BacklogFull         too many messages await confirmation in this process: slow down
    kombu.exceptions.ChannelError
    └── Refused                 the request makes no sense on Kafka (a priority, an illegal name): do not repeat it
    ForeignTransport            the broker's transport is not the one of this package

Each is an exception of click's too: a command of Celery's that such an error ends says its sentence, without traceback.
"""

from click import ClickException
from kombu.exceptions import ChannelError, OperationalError


class KafkaUnavailable(OperationalError, ClickException):
    """No broker answered in time."""


class NotDelivered(KafkaUnavailable):
    """The broker did not confirm a message; after a time-out it may still have been written."""


class BacklogFull(KafkaUnavailable):
    """As many messages as allowed (`max_unconfirmed_messages`) await their confirmation."""


class Refused(ChannelError, ClickException):
    """Kafka, or the options, cannot do what was asked."""

    def __init__(self, reason: str) -> None:
        ChannelError.__init__(self, reason, (50, 20), "kafka", 406)
        ClickException.__init__(self, reason)  # and so it is what it was once it is unpickled, in another process

    def __str__(self) -> str:
        return str(self.reply_text)


class ForeignTransport(ClickException, RuntimeError):
    """Another transport would serve this URL, for instance kombu's own, which loses tasks."""
