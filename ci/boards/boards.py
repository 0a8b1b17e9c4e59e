"""What the platform's dashboards show. Each question that a runbook asks has a panel here."""

from ci.boards.panels import board, busiest, graph, increases, most, number, quantiles, rates, row, total

REQUESTS = "flask_http_request_duration_seconds"
REQUEST_COUNT = f"{REQUESTS}_count"

services = board(
    "Services",
    "services",
    row(
        "Service level: 99.9 % of requests without a 5xx",
        number("Availability, 30 days", "percentunit", "1 - service:http_errors:ratio30d"),
        graph(
            "Errors for each one that is allowed",
            "short",
            {"1 h": "service:http_errors:ratio1h / 0.001", "6 h": "service:http_errors:ratio6h / 0.001"},
        ),
    ),
    row(
        "Rate, errors, duration",
        graph("Requests", "reqps", rates(REQUEST_COUNT, "job")),
        graph("Errors (5xx)", "reqps", rates(REQUEST_COUNT, "job", where='status=~"5.."')),
        graph("Duration", "s", quantiles(REQUESTS, "job")),
    ),
    row(
        "Routes",
        graph("Busiest", "reqps", busiest(10, rates(REQUEST_COUNT, "method", "url_rule"))),
        graph("Refusals (4xx)", "reqps", rates(REQUEST_COUNT, "status", where='status=~"4.."')),
    ),
)

celery = board(
    "Celery",
    "celery",
    row(
        "Pools",
        graph("Workers online", "short", total("flower_worker_online", "worker")),
        graph("Tasks running", "short", total("flower_worker_number_of_currently_executing_tasks", "worker")),
    ),
    row(
        "Queues",
        graph("In flight", "short", total("celery_kafka_in_flight", "queue")),
        graph("Lag", "short", total("celery_kafka_lag", "queue")),
    ),
    row(
        "Tasks",
        graph("Ended", "ops", rates("celery_task_seconds_count", "task", "state")),
        graph("Not succeeded", "ops", rates("celery_task_seconds_count", "task", "state", where='state!="SUCCESS"')),
        graph("Run time", "s", quantiles("celery_task_seconds", "task")),
    ),
    row(
        "Set aside",
        graph("Dead letters", "short", increases("celery_kafka_dead_lettered_total", "queue", within="1h")),
        graph("Given back", "ops", rates("celery_kafka_redelivered_total", "queue")),
    ),
)

kafka = board(
    "Kafka",
    "kafka",
    row(
        "Behind",
        graph("Lag", "short", total("celery_kafka_lag", "job", "queue")),
        graph("Oldest unfinished record", "s", most("celery_kafka_oldest_unfinished_seconds", "job", "queue")),
    ),
    row(
        "Publishing",
        graph("Confirmed after", "s", quantiles("celery_kafka_publish_seconds")),
        graph("Messages", "ops", rates("celery_kafka_publish_seconds_count", "topic")),
        graph("Not confirmed", "ops", rates("celery_kafka_publish_failures_total", "topic", "error")),
    ),
    row("Replicas", graph("From change to replica", "s", quantiles("replica_lag_seconds", "type_id"))),
)

mongodb = board(
    "MongoDB",
    "mongodb",
    row(
        "As the driver sees it; Atlas shows the servers themselves",
        graph("Servers that answer", "short", {"{{server}}": "min by (server) (mongodb_up)"}),
        graph("Heartbeat", "s", quantiles("mongodb_heartbeat_seconds", "server")),
    ),
)

sagas = board(
    "Sagas and outboxes",
    "sagas",
    row(
        "Sagas",
        graph("Ended", "ops", rates("sagas_ended_total", "saga", "outcome")),
        graph("Duration", "s", quantiles("saga_duration_seconds", "saga")),
        number("Parked", "short", "max(sagas_parked)", "Somebody should look: ms-commerce sagas list --parked"),
    ),
    row(
        "Trouble on the way",
        graph("Commands sent again", "ops", rates("saga_commands_sent_again_total", "saga")),
        graph("Owners asked before a refusal", "ops", rates("replica_rechecks_total", "type_id", "outcome")),
    ),
    row(
        "Outboxes",
        graph("Documents with something to tell", "short", most("outbox_documents", "service")),
        graph("Oldest of them", "s", most("outbox_oldest_seconds", "service")),
        graph("Told after", "s", quantiles("events_publish_latency_seconds")),
    ),
)

business = board(
    "Business",
    "business",
    row(
        "Orders",
        graph("Placed", "short", increases("shop_messages_total", "type", within="5m", where='type="OrderCreated"')),
        graph("Refused", "short", increases("sagas_refused_total", "code", within="5m", where='saga="place-order"')),
        number("Out of stock, an hour", "short", 'sum(increase(sagas_refused_total{code="OutOfStock"}[1h]))'),
    ),
    row(
        "Money and carts",
        graph("Revenue, in minor units", "short", increases("shop_revenue_minor_units_total", "currency", within="5m")),
        graph("Carts told of", "ops", rates("events_published_total", "type_id", where='type_id="cart"')),
    ),
    row("All that happened", graph("Messages", "ops", busiest(15, rates("shop_messages_total", "type")))),
)

BOARDS = {
    "services": services,
    "celery": celery,
    "kafka": kafka,
    "mongodb": mongodb,
    "sagas": sagas,
    "business": business,
}
