"""What a client may do to a product discount.

https://docs.commercetools.com/api/projects/productDiscounts#update-actions
"""

from apps.product.product_discounts.document import ProductDiscount
from common.resources.actions import Actions
from common.resources.families.validity import validity

actions = Actions(ProductDiscount)
actions.sets(
    changeIsActive="is_active",
    changeName="name",
    changePredicate="predicate",
    changeSortOrder="sort_order",
    changeValue="value",
    setDescription="description",
    setKey="key",
)
actions.include(validity)
