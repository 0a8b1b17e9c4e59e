"""What resources are found by besides their ids and keys, by the names that their owners know (``routes``)."""

from collections.abc import Iterator

from common.wire.json import Json


def sku_of(resource: Json) -> Iterator[str]:
    yield f"sku:{resource['sku']}"


def skus_of(product: Json) -> Iterator[str]:
    """``sku:…`` of every variant on sale."""
    current = product["masterData"]["current"]
    for variant in (current["masterVariant"], *current["variants"]):
        if "sku" in variant:
            yield f"sku:{variant['sku']}"
