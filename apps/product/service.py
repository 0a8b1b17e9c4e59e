"""What is for sale."""

from apps.product.categories import categories
from apps.product.inventory import inventory
from apps.product.tax_categories import tax_categories
from common.service import Service

service = Service("product", resources=(categories, tax_categories, inventory))
