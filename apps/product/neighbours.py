"""What products must know of other services' resources: for whom and where a price is, what fields they may carry,
what a store shows of them."""

from common.auth.revocation import TYPE_ID as REVOCATION
from common.replicas.listening import Listen
from common.replicas.recheck import Neighbours

neighbours = Neighbours(
    "product",
    Listen("channel", owner="account"),
    Listen("customer-group", owner="customer"),
    Listen("key-value-document", owner="account"),
    Listen("state", owner="account"),
    Listen("store", owner="account"),
    Listen("type", owner="account"),
    Listen(REVOCATION, owner="account"),
)
