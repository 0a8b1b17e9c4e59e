"""The Celery app of a service: of its web processes, which only send, and of its worker pool.

celery --app workers.product.app worker --pool threads
"""

from typing import Any

import orjson
from celery import Celery
from kombu.serialization import register

import common.celery.metrics  # connects itself, as does
import common.celery.trails
import common.kafka
from common.services import WorkerPool, table
from common.settings import settings

SERIALIZER = "orjson"
MS_PER_DAY = 24 * 3600 * 1000
DRAIN_SECONDS = 10.0
"""What tasks under way get once a worker is told to end; what is left is delivered again."""
CONTENT_TYPE = "application/x-orjson"  # JSON; not kombu's own JSON, which would be decoded the slow way


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


register(SERIALIZER, _dumps, orjson.loads, content_type=CONTENT_TYPE, content_encoding="utf-8")


def make_celery(service: str, pool: WorkerPool | None = None) -> Celery:
    """Configured for this service by config/services.yaml and the environment. Nothing is connected yet.

    The pool is one consumer group. It reads its service's own queue and other services' events, which other
    pools read too: so what it wants to see again goes into its own queue.
    """
    pool, kafka, shape = pool or table()[service].worker, settings().kafka, table()
    kept_ms = settings().dead_letters_kept_days * MS_PER_DAY
    celery = Celery(service, set_as_current=False, task_cls="common.celery.rejections:ReasonedTask")
    celery.conf.update(
        broker_url=f"kafka://{kafka.bootstrap_servers}",
        broker_transport_options={
            "group_id": pool.group,
            "shared_queues": ("*.events",),
            "retry_queue": service,
            "commit_interval": 0.1,  # what a killed worker had done in the last tenth of a second, another does again
            "partitions": shape.partitions,
            "replication_factor": shape.replication_factor[settings().environment],
            "dead_letter_suffix": shape.dead_letter_suffix,
            "topics": {f"*{shape.dead_letter_suffix}": {"config": {"retention.ms": str(kept_ms)}}},
            **_security(),
        },
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,  # a worker waits for its broker, however long
        broker_pool_limit=64,  # connections are light: they share the process's one producer
        task_default_queue=service,
        task_queues={name: {"exchange": "", "routing_key": name} for name in pool.queues},
        task_create_missing_queues=True,
        # JSON only: nothing that a message says is ever executed.
        task_serializer=SERIALIZER,
        event_serializer=SERIALIZER,
        accept_content=["json", CONTENT_TYPE],
        # A task is finished when its work is, not when it arrives; what a killed worker held is
        # delivered again.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_pool="common.celery.threads:ThreadPool",
        worker_consumer="common.kafka.worker:Consumer",
        worker_concurrency=pool.concurrency,
        worker_prefetch_multiplier=8,
        worker_cancel_long_running_tasks_on_connection_loss=False,  # handlers may run twice, so let them end
        # Answers are documents, never Celery results.
        task_ignore_result=True,
        result_backend=None,
        # Publishing either is in Kafka soon or raises; librdkafka has tried again by then.
        task_publish_retry=False,
        # Flower and `celery events` see every task start and end.
        worker_send_task_events=True,
        task_track_started=True,
        worker_soft_shutdown_timeout=DRAIN_SECONDS,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        timezone="UTC",
        enable_utc=True,
    )
    common.kafka.ensure_ours(celery)
    return celery


def _security() -> dict[str, str]:
    kafka = settings().kafka
    given = {
        "username": kafka.username,
        "password": kafka.password,
        "security_protocol": kafka.security_protocol,
        "sasl_mechanism": kafka.sasl_mechanism,
        "ssl_ca_file": kafka.ca_file,
    }
    return {name: value for name, value in given.items() if value}
