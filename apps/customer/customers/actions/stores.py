"""To which stores the customer belongs; to none means: to the whole project."""

from apps.customer.customers.actions.registry import actions
from apps.customer.customers.messages import CustomerStoresSet
from common.resources.families.stores import stores

actions.include(stores(told=CustomerStoresSet))
