"""How fast the transport is, beside Celery on Redis and kombu's own Kafka transport: `ci/bench-kafka --help`."""
