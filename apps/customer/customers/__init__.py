"""Customers, on one card.

https://docs.commercetools.com/api/projects/customers
"""

from apps.customer.customers.actions import actions
from apps.customer.customers.document import Customer
from apps.customer.customers.draft import CustomerDraft, born
from apps.customer.customers.messages import CustomerCreated, CustomerDeleted
from common.resources.card import ResourceType, Scopes
from common.resources.document import on_the_wire, stored

customers = ResourceType(
    path="customers",
    type_id="customer",
    document=Customer,
    draft=CustomerDraft,
    actions=actions,
    scopes=Scopes(view=("view_customers",), manage=("manage_customers",)),
    born=born,
    created=lambda customer: CustomerCreated(on_the_wire(stored(customer))),
    deleted=lambda customer: CustomerDeleted(customer.email),
    of_store="stores",
    creates=False,  # what signing up answers is not the customer alone
)
