"""Customers as they see themselves.

https://docs.commercetools.com/api/projects/me-profile
"""

from dataclasses import dataclass, fields, replace

from apps.customer.customers import customers
from apps.customer.customers.actions import actions
from apps.customer.customers.document import Customer
from apps.customer.customers.draft import CustomerDraft, Password, Profile, born
from common.resources.actions import Actions
from common.resources.card import Scopes
from common.resources.context import Context

AS_A_MERCHANT = (
    "addAddress",
    "addBillingAddressId",
    "addShippingAddressId",
    "changeAddress",
    "changeEmail",
    "removeAddress",
    "removeBillingAddressId",
    "removeShippingAddressId",
    "setCompanyName",
    "setCustomField",
    "setCustomType",
    "setDateOfBirth",
    "setDefaultBillingAddress",
    "setDefaultShippingAddress",
    "setFirstName",
    "setLastName",
    "setLocale",
    "setMiddleName",
    "setSalutation",
    "setTitle",
    "setVatId",
)
"""What customers do to themselves as a merchant does it; groups, numbers and keys are the merchant's alone."""


@dataclass(frozen=True, kw_only=True)
class MyCustomerDraft(Profile):
    password: Password

    def full(self) -> CustomerDraft:
        return CustomerDraft(**{field.name: getattr(self, field.name) for field in fields(self)})


def born_mine(draft: MyCustomerDraft, context: Context) -> Customer:
    return born(draft.full(), context)


my_actions = Actions(Customer)
for _name in AS_A_MERCHANT:
    my_actions.take(_name, actions)

my_customer = replace(
    customers,
    path="me",
    draft=MyCustomerDraft,
    actions=my_actions,
    scopes=Scopes(view=("manage_my_profile",), manage=("manage_my_profile",)),
    born=born_mine,
    of_every_store=True,
)
