"""The registry that the other modules of this folder fill, with what needs no code."""

from apps.order.orders.document import Order
from common.resources.actions import Actions
from common.resources.families.custom_fields import custom_fields

actions = Actions(Order)

actions.sets(setLocale="locale")
actions.include(custom_fields("order"))
