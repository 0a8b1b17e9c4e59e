"""What orders must know of other services' resources."""

from common.auth.revocation import TYPE_ID as REVOCATION
from common.replicas.listening import Listen
from common.replicas.lookups import skus_of
from common.replicas.recheck import Neighbours

neighbours = Neighbours(
    "order",
    Listen("channel", owner="account"),
    Listen("customer", owner="customer"),
    Listen("customer-group", owner="customer"),
    Listen("key-value-document", owner="account"),
    Listen("product", owner="product", lookups=skus_of),  # the lines of imported orders
    Listen("state", owner="account"),
    Listen("store", owner="account"),
    Listen("type", owner="account"),
    Listen(REVOCATION, owner="account"),
)
