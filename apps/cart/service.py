"""What someone is about to buy."""

from apps.cart.carts import carts
from apps.cart.neighbours import neighbours
from apps.cart.zones import zones
from common.service import Service

service = Service("cart", resources=(carts, zones), replicas=neighbours.sources)
