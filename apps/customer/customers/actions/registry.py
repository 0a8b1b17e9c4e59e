"""The customer's actions, by name; the modules beside this one fill it."""

from apps.customer.customers.document import Customer
from common.resources.actions import Actions

actions = Actions(Customer)
