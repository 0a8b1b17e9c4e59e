"""What custom fields may stand on, as a Type calls it.

https://docs.commercetools.com/api/projects/types#resourcetypeid
"""

from typing import Literal

ResourceTypeId = Literal[
    "address",
    "approval-flow",
    "approval-rule",
    "asset",
    "associate-role",
    "business-unit",
    "cart-discount",
    "category",
    "channel",
    "custom-line-item",
    "customer",
    "customer-group",
    "discount-code",
    "inventory-entry",
    "line-item",
    "order",
    "order-delivery",
    "order-edit",
    "order-parcel",
    "order-return-item",
    "payment",
    "payment-interface-interaction",
    "payment-method",
    "payment-method-info",
    "product-price",
    "product-selection",
    "product-tailoring",
    "quote",
    "recurring-order",
    "reservation",
    "review",
    "shipping",
    "shipping-method",
    "shopping-list",
    "shopping-list-text-line-item",
    "standalone-price",
    "store",
    "transaction",
]
