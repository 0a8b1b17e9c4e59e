"""Prices that stand apart from products, on one card.

https://docs.commercetools.com/api/projects/standalone-prices
"""

from apps.product.standalone_prices.actions import actions
from apps.product.standalone_prices.document import StandalonePrice
from apps.product.standalone_prices.draft import StandalonePriceDraft, born
from apps.product.standalone_prices.messages import StandalonePriceCreated, StandalonePriceDeleted
from common.resources.card import ResourceType, Scopes
from common.resources.document import on_the_wire, stored

standalone_prices = ResourceType(
    path="standalone-prices",
    type_id="standalone-price",
    document=StandalonePrice,
    draft=StandalonePriceDraft,
    actions=actions,
    scopes=Scopes(
        view=("view_standalone_prices", "view_products"), manage=("manage_standalone_prices", "manage_products")
    ),
    born=born,
    created=lambda price: StandalonePriceCreated(on_the_wire(stored(price))),
    deleted=lambda price: StandalonePriceDeleted(price.sku),
)
