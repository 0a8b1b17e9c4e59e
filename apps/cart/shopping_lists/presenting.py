"""Lines as their products are now: name, type and whether it is on sale follow the catalogue, when they are read.

``expand=lineItems[*].variant`` and ``expand=lineItems[*].productSlug`` also show what the catalogue has of them.

https://docs.commercetools.com/api/projects/shoppingLists#shoppinglistlineitem
"""

from werkzeug.datastructures import MultiDict

from apps.cart.carts.offers import Wanted
from common.resources.context import Context
from common.wire.json import Json

VARIANT, SLUG = "lineItems[*].variant", "lineItems[*].productSlug"


def present(lists: list[Json], arguments: MultiDict[str, str], context: Context) -> None:
    lines = [line for each in lists for line in each["lineItems"]]
    products = context.find_all("product", {line["productId"] for line in lines}) if lines else {}
    expanded = set(arguments.getlist("expand"))
    for line in lines:
        if (product := products.get(line["productId"])) is None:
            line["published"] = False
        else:
            _follow(line, product, expanded)


def _follow(line: Json, product: Json, expanded: set[str]) -> None:
    current = product["masterData"]["current"]
    offer = Wanted(product["id"], line.get("variantId")).offer_in(product)
    line |= {"name": current["name"], "productType": product["productType"], "published": offer is not None}
    if offer is None:
        line["deactivatedAt"] = product["lastModifiedAt"]
        return
    if VARIANT in expanded:
        line["variant"] = offer.variant
    if SLUG in expanded:
        line["productSlug"] = current["slug"]
