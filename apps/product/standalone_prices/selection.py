"""The standalone prices of some skus, as buyers are offered them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from apps.product.standalone_prices.document import StandalonePrice
from common.pricing.selection import Price
from common.pricing.standalone import offered
from common.resources.collection import public
from common.resources.document import collection_of, on_the_wire


def prices_by_sku(project_key: str, skus: Iterable[str]) -> Mapping[str, list[Price]]:
    """One query for all skus. By nothing else: the laptop's database would look at every price then."""
    found: dict[str, list[Price]] = defaultdict(list)
    if several := sorted(set(skus)):
        asked = {"projectKey": project_key, "sku": {"$in": several}}
        for row in collection_of(StandalonePrice).find(asked, public(StandalonePrice)):
            if price := offered(on_the_wire(row)):
                found[row["sku"]].append(price)
    return found
