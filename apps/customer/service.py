"""Customer's table of contents."""

from apps.customer.customer_groups import customer_groups
from apps.customer.customers import customers
from apps.customer.customers.my_views import my_routes
from apps.customer.customers.proof_views import proof_routes
from apps.customer.customers.tokens import EMAIL, PASSWORD
from apps.customer.customers.views import customer_routes, internal, signing
from apps.customer.neighbours import neighbours
from common.auth import attempts
from common.migrations.notes import noting
from common.sagas import runs
from common.service import Service

resources = (customers, customer_groups)
service: Service = Service(
    "customer",
    resources=resources,
    kept=(PASSWORD.card, EMAIL.card),
    blueprints=(
        signing(lambda: service.sources),
        customer_routes(lambda: service.sources),
        my_routes(lambda: service.sources),
        proof_routes(lambda: service.sources),
        internal,
    ),
    indexes={attempts.COLLECTION: attempts.INDEXES, runs.COLLECTION: runs.INDEXES},
    replicas=neighbours.sources,
    store_blueprints=("signing customers", "more of customers", "me", "proofs of customers"),
    migrations=noting(resources),
)
