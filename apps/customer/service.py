"""Customer's table of contents."""

from apps.customer.customer_groups import customer_groups
from apps.customer.neighbours import neighbours
from common.service import Service

service = Service("customer", resources=(customer_groups,), replicas=neighbours.sources)
