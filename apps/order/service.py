"""What was bought."""

from apps.order.neighbours import neighbours
from apps.order.orders import my_orders, orders
from apps.order.orders.views import placing
from common.http.my_api import my_api
from common.sagas import receivers, runs
from common.service import Service

service: Service = Service(
    "order",
    resources=(orders,),
    blueprints=(placing(lambda: service.sources), my_api(my_orders, lambda: service.sources)),
    indexes={runs.COLLECTION: runs.INDEXES, receivers.COLLECTION: receivers.INDEXES},
    replicas=neighbours.sources,
)
