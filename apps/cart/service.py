"""What someone is about to buy."""

from apps.cart.carts import carts
from apps.cart.neighbours import neighbours
from common.service import Service

service = Service("cart", resources=(carts,), replicas=neighbours.sources)
