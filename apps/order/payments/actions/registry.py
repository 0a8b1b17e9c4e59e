"""The registry that the other modules of this folder fill, with what needs no code."""

from apps.order.payments.document import Payment
from common.resources.actions import Actions
from common.resources.families.custom_fields import custom_fields

actions = Actions(Payment)

actions.sets(setCustomer="customer", setExternalId="external_id", setKey="key")
actions.include(custom_fields("payment"))
