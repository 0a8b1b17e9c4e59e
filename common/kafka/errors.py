"""What can go wrong between Celery and Kafka, named after what the caller should do.

::

    kombu.exceptions.OperationalError
    └── KafkaUnavailable        no broker answered: try again later, an API answers 503
        ├── NotDelivered        the message is not confirmed to be in Kafka
        └── BacklogFull         too many messages await confirmation in this process: slow down
    kombu.exceptions.ChannelError
    └── Refused                 the request makes no sense on Kafka (a priority, an illegal name): do not repeat it
    ForeignTransport            the broker's transport is not the one of this package
"""

from kombu.exceptions import ChannelError, OperationalError


class KafkaUnavailable(OperationalError):
    """No broker answered in time."""


class NotDelivered(KafkaUnavailable):
    """The broker did not confirm a message; after a time-out it may still have been written."""


class BacklogFull(KafkaUnavailable):
    """As many messages as allowed (`max_unconfirmed_messages`) await their confirmation."""


class Refused(ChannelError):
    """Kafka, or the options, cannot do what was asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, (50, 20), "kafka", 406)

    def __str__(self) -> str:
        return str(self.reply_text)


class ForeignTransport(RuntimeError):
    """Another transport would serve this URL, for instance kombu's own, which loses tasks."""
