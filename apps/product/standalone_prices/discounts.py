"""What product discounts make of a standalone price: they look at the published product that has its sku.

https://docs.commercetools.com/api/projects/productDiscounts
"""

from collections.abc import Sequence

from apps.product.product_discounts.facts import SeenPrice
from apps.product.product_discounts.prices import best_of, discounts_in_force, with_discount
from apps.product.products.document import Product
from apps.product.products.variants import named_variant
from common.resources.collection import find_json
from common.resources.context import Context
from common.wire.json import Json


def discounted_now(price: Json, context: Context) -> Json | None:
    """What the price's ``discounted`` is to be; ``price`` is as on the wire."""
    discounts = discounts_in_force(context.project_key, context.now)
    return discounted_by(discounts, price, context) if discounts else None


def discounted_by(discounts: Sequence[Json], price: Json, context: Context) -> Json | None:
    seen = seen_price(price, context)
    return with_discount(price, best_of(discounts, seen) if seen else None).get("discounted")


def seen_price(price: Json, context: Context) -> SeenPrice | None:
    """The price where it stands; None where no published product has its sku."""
    product = find_json(Product, context.project_key, _skus=price["sku"])
    if product is None or not product["masterData"]["published"]:
        return None
    current = product["masterData"]["current"]
    variant = named_variant(current, None, price["sku"])
    return SeenPrice(price, variant, current, product, context) if variant else None
