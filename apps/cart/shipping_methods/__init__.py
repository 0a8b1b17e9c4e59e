"""Shipping methods, on one card.

https://docs.commercetools.com/api/projects/shippingMethods
"""

from apps.cart.shipping_methods.actions import actions
from apps.cart.shipping_methods.document import ShippingMethod
from apps.cart.shipping_methods.draft import ShippingMethodDraft, born
from common.resources.card import ResourceType, Scopes

shipping_methods = ResourceType(
    path="shipping-methods",
    type_id="shipping-method",
    document=ShippingMethod,
    draft=ShippingMethodDraft,
    actions=actions,
    scopes=Scopes(
        view=("view_shipping_methods", "view_orders", "manage_my_orders"),
        manage=("manage_shipping_methods", "manage_orders"),
    ),
    born=born,
)
