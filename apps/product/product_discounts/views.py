"""Which discount a price would have, were it that of a variant.

https://docs.commercetools.com/api/projects/productDiscounts#get-matching-productdiscount
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from flask_smorest import Blueprint

from apps.product.product_discounts.document import ProductDiscount
from apps.product.product_discounts.facts import SeenPrice
from apps.product.product_discounts.prices import best_of, discounts_in_force
from apps.product.products.document import Product
from apps.product.products.variants import variants_of
from common.auth.bearer import requires
from common.errors.discounts import NoMatchingProductDiscountFound
from common.http.answers import answer
from common.http.requests import body
from common.openapi.operations import operation
from common.resources.collection import find_json
from common.resources.context import Context, Sources
from common.values.prices import PriceDraft
from common.wire import dump, read


@dataclass(frozen=True)
class MatchQuery:
    product_id: str
    variant_id: int
    staged: bool
    price: PriceDraft


def matching_discounts(sources: Callable[[], Sources]) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("matching product discounts", __name__, url_prefix="/<project_key>")

    @routes.post("/product-discounts/matching")
    @routes.doc(**operation("Get the product discount of a price", takes=MatchQuery, answers=ProductDiscount))
    @requires("view_product_discounts", "view_products", "manage_product_discounts", "manage_products")
    def matching(project_key: str) -> Response:
        context, asked = Context(project_key, sources()), read(MatchQuery, body())
        context.resolve(asked)
        price = dump(asked.price)
        product = find_json(Product, project_key, _id=asked.product_id)
        half = product["masterData"]["staged" if asked.staged else "current"] if product else None
        variant = next((each for each in variants_of(half) if each["id"] == asked.variant_id), None) if half else None
        if product is None or half is None or variant is None:
            raise NoMatchingProductDiscountFound(asked.product_id, asked.variant_id, price)
        seen = SeenPrice(price, variant, half, product, context)
        best = best_of(discounts_in_force(project_key, context.now), seen)
        if best is None:
            raise NoMatchingProductDiscountFound(asked.product_id, asked.variant_id, price)
        return answer(best[0])

    return routes
