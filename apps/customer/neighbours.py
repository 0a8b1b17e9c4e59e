"""What customers must know of other services' resources."""

from common.auth.revocation import TYPE_ID as REVOCATION
from common.replicas.listening import Listen
from common.replicas.recheck import Neighbours

neighbours = Neighbours(
    "customer",
    Listen("key-value-document", owner="account"),
    Listen("project", owner="account"),
    Listen("store", owner="account"),
    Listen("type", owner="account"),
    Listen(REVOCATION, owner="account"),
)
