"""What was bought."""

from apps.order.neighbours import neighbours
from apps.order.orders import my_orders, orders
from apps.order.orders.import_views import taking_over
from apps.order.orders.views import placing
from apps.order.payments import payments
from apps.order.payments.mine import my_payments
from apps.order.payments.notifications import notifications
from common.http.my_api import my_api
from common.migrations.notes import noting
from common.sagas import receivers, runs
from common.service import Service

resources = (orders, payments)
service: Service = Service(
    "order",
    resources=resources,
    blueprints=(
        placing(lambda: service.sources),
        taking_over(lambda: service.sources),
        my_api(my_orders, lambda: service.sources),
        my_api(my_payments, lambda: service.sources),
        notifications,
    ),
    indexes={runs.COLLECTION: runs.INDEXES, receivers.COLLECTION: receivers.INDEXES},
    replicas=neighbours.sources,
    store_blueprints=("placing orders", "me/orders"),
    migrations=noting(resources),
)
