"""What a merchant may do to a customer.

https://docs.commercetools.com/api/projects/customers#update-actions
"""

from apps.customer.customers.actions import addresses, custom, groups, identity, profile, stores
from apps.customer.customers.actions.registry import actions

__all__ = ["actions", "addresses", "custom", "groups", "identity", "profile", "stores"]
