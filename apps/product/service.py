"""What is for sale."""

from apps.product.categories import categories
from apps.product.inventory import inventory
from apps.product.neighbours import neighbours
from apps.product.product_discounts import product_discounts
from apps.product.product_discounts.views import matching_discounts
from apps.product.product_projections.routes import projecting
from apps.product.product_types import product_types
from apps.product.products import products
from apps.product.standalone_prices import standalone_prices
from apps.product.tax_categories import tax_categories
from apps.product.uploads.views import shown_to_all, uploading
from common.migrations.notes import noting
from common.sagas import receivers
from common.service import Service

resources = (product_types, products, standalone_prices, categories, tax_categories, inventory, product_discounts)
service: Service = Service(
    "product",
    resources=resources,
    blueprints=(
        projecting(lambda: service.sources),
        matching_discounts(lambda: service.sources),
        uploading(lambda: service.sources),
        shown_to_all,
    ),
    indexes={receivers.COLLECTION: receivers.INDEXES},
    replicas=neighbours.sources,
    store_blueprints=("product-projections",),
    migrations=noting(resources),
)
