"""What carts must know of other services' resources."""

from typing import cast

from common.auth.revocation import TYPE_ID as REVOCATION
from common.contracts.cart_limits import CART_LIMITS, has_limits, limited_sku
from common.replicas.listening import Listen
from common.replicas.lookups import sku_of, skus_of
from common.replicas.recheck import Neighbours, ReplicaSource
from common.resources.context import Context

neighbours = Neighbours(
    "cart",
    Listen("product", owner="product", lookups=skus_of),
    Listen("product-type", owner="product"),
    Listen("standalone-price", owner="product", lookups=sku_of),
    Listen("inventory-entry", owner="product", lookups=limited_sku, keeps=has_limits, aspect=CART_LIMITS),
    Listen("category", owner="product"),
    Listen("tax-category", owner="product"),
    Listen("key-value-document", owner="account"),
    Listen("project", owner="account"),
    Listen("store", owner="account"),
    Listen("channel", owner="account"),
    Listen("type", owner="account"),
    Listen("customer", owner="customer"),
    Listen("customer-group", owner="customer"),
    Listen("payment", owner="order"),
    Listen(REVOCATION, owner="account"),
)


def source(type_id: str, context: Context) -> ReplicaSource:
    """Where the request looks up resources of a neighbour that it may have to refuse."""
    return cast(ReplicaSource, context.sources[type_id])
