"""What carts must know of other services' resources."""

from collections.abc import Iterator
from typing import cast

from common.auth.revocation import TYPE_ID as REVOCATION
from common.replicas.listening import Listen
from common.replicas.recheck import Neighbours, ReplicaSource
from common.resources.context import Context
from common.wire.json import Json


def skus_of(product: Json) -> Iterator[str]:
    """``sku:…`` of every variant on sale."""
    current = product["masterData"]["current"]
    for variant in (current["masterVariant"], *current["variants"]):
        if "sku" in variant:
            yield f"sku:{variant['sku']}"


neighbours = Neighbours(
    "cart",
    Listen("product", owner="product", lookups=skus_of),
    Listen("product-type", owner="product"),
    Listen("category", owner="product"),
    Listen("tax-category", owner="product"),
    Listen("project", owner="account"),
    Listen("store", owner="account"),
    Listen("channel", owner="account"),
    Listen("type", owner="account"),
    Listen("customer", owner="customer"),
    Listen("customer-group", owner="customer"),
    Listen(REVOCATION, owner="account"),
)


def source(type_id: str, context: Context) -> ReplicaSource:
    """Where the request looks up resources of a neighbour that it may have to refuse."""
    return cast(ReplicaSource, context.sources[type_id])
