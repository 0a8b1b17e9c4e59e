"""A projection as OpenAPI says it: the resource's own fields, and those of the half that is shown."""

from apps.product.products.catalog import ProductData
from apps.product.products.document import Product
from common.names import camel
from common.openapi.bodies import resource_schema
from common.wire import kinds
from common.wire.schema import schema_of


class ProductProjection(schema_of(ProductData), resource_schema(Product)):  # type: ignore[misc]  # made from hints
    """https://docs.commercetools.com/api/projects/productProjections#productprojection"""

    published = kinds.Truth()
    has_staged_changes = kinds.Truth(data_key=camel("has_staged_changes"))

    class Meta:
        exclude = ("master_data",)
