"""What a client may do to a product type.

What changes for products they show a moment later (``apps.product.products.following``).

https://docs.commercetools.com/api/projects/productTypes#update-actions
"""

from apps.product.product_types.actions.definitions import definitions
from apps.product.product_types.actions.enums import enums
from apps.product.product_types.document import ProductType
from common.resources.actions import Actions

actions = Actions(ProductType)

actions.sets(changeDescription="description", changeName="name", setKey="key")
actions.include(definitions, enums)
