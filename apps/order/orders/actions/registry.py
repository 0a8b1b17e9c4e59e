"""The registry that the other modules of this folder fill, with what needs no code."""

from apps.order.orders.document import Order
from common.resources.actions import Actions
from common.resources.families.items import item_details
from common.resources.families.told_custom_fields import CustomMessages, told_custom_fields

actions = Actions(Order)

actions.sets(setLocale="locale")
actions.include(told_custom_fields("order", CustomMessages("Order")), item_details)
