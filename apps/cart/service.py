"""What someone is about to buy."""

from apps.cart.cart_discounts import cart_discounts
from apps.cart.carts import carts, reserving
from apps.cart.carts.mine import my_carts
from apps.cart.carts.views import more_routes
from apps.cart.discount_codes import discount_codes, uses
from apps.cart.discount_groups import discount_groups
from apps.cart.neighbours import neighbours
from apps.cart.shipping_methods import shipping_methods
from apps.cart.shipping_methods.views import matching_routes
from apps.cart.shopping_lists import shopping_lists
from apps.cart.shopping_lists.mine import my_shopping_lists
from apps.cart.zones import zones
from common.http.my_api import my_api
from common.migrations.notes import noting
from common.sagas import receivers, runs
from common.service import Service

resources = (carts, cart_discounts, discount_groups, discount_codes, zones, shipping_methods, shopping_lists)
service: Service = Service(
    "cart",
    resources=resources,
    blueprints=(
        my_api(my_carts, lambda: service.sources),
        my_api(my_shopping_lists, lambda: service.sources),
        more_routes(lambda: service.sources),
        matching_routes(lambda: service.sources),
    ),
    indexes={
        receivers.COLLECTION: receivers.INDEXES,
        reserving.COLLECTION: reserving.INDEXES,
        runs.COLLECTION: runs.INDEXES,
        uses.COLLECTION: uses.INDEXES,
    },
    replicas=neighbours.sources,
    store_blueprints=("me/carts", "me/shopping-lists", "more of carts", "matching shipping methods"),
    migrations=noting(resources),
)
