"""Customer's table of contents."""

from apps.customer.customer_groups import customer_groups
from apps.customer.customers import customers
from apps.customer.customers.views import customer_routes, internal
from apps.customer.neighbours import neighbours
from common.service import Service

service: Service = Service(
    "customer",
    resources=(customers, customer_groups),
    blueprints=(customer_routes(lambda: service.sources), internal),
    replicas=neighbours.sources,
)
