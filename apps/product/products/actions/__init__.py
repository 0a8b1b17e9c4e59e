"""What a client may do to a product, by what it is done to.

Not served: setDefaultVariant (of modular catalogues).

https://docs.commercetools.com/api/projects/products#update-actions
"""

from apps.product.products.actions.assets import assets
from apps.product.products.actions.attributes import attributes
from apps.product.products.actions.categories import categories
from apps.product.products.actions.images import images
from apps.product.products.actions.prices import prices
from apps.product.products.actions.publishing import publishing
from apps.product.products.actions.texts import texts
from apps.product.products.actions.variants import variants
from apps.product.products.actions.whole import whole
from apps.product.products.document import Product
from common.resources.actions import Actions

actions = Actions(Product)

actions.include(assets, attributes, categories, images, prices, publishing, texts, variants, whole)
