"""What a client may do to a product type.

Renaming an attribute or an enum's key is not served: products would have to be told which name was which before.

https://docs.commercetools.com/api/projects/productTypes#update-actions
"""

from apps.product.product_types.actions.definitions import definitions
from apps.product.product_types.actions.enums import enums
from apps.product.product_types.document import ProductType
from common.resources.actions import Actions

actions = Actions(ProductType)

actions.sets(changeDescription="description", changeName="name", setKey="key")
actions.include(definitions, enums)
