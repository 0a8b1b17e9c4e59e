"""What is for sale."""

from apps.product.categories import categories
from common.service import Service

service = Service("product", resources=(categories,))
