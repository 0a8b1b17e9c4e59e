"""What a customer tells.

https://docs.commercetools.com/api/projects/messages#customer-messages
"""

from dataclasses import dataclass
from typing import Literal

from apps.customer.customers.document import CustomerGroupAssignment
from common.resources.messages import Message
from common.values.references import ToCustomerGroup
from common.wire.json import Json

AddressRole = Literal["Shipping", "Billing"]


@dataclass(frozen=True)
class CustomerCreated(Message):
    customer: Json


@dataclass(frozen=True)
class CustomerDeleted(Message):
    email: str


@dataclass(frozen=True)
class CustomerEmailChanged(Message):
    email: str
    old_email: str


@dataclass(frozen=True)
class CustomerEmailVerified(Message):
    pass


@dataclass(frozen=True)
class CustomerPasswordUpdated(Message):
    """``reset``: by a token, not by the old password."""

    reset: bool


@dataclass(frozen=True)
class AboutAToken(Message):
    """``value`` only of a token that is soon worth nothing, for whoever writes the customer a letter."""

    customer_id: str
    expires_at: str
    invalidate_older_tokens: bool
    value: str | None


@dataclass(frozen=True)
class CustomerPasswordTokenCreated(AboutAToken):
    pass


@dataclass(frozen=True)
class CustomerEmailTokenCreated(AboutAToken):
    pass


@dataclass(frozen=True)
class CustomerTitleSet(Message):
    title: str | None


@dataclass(frozen=True)
class CustomerFirstNameSet(Message):
    first_name: str | None


@dataclass(frozen=True)
class CustomerLastNameSet(Message):
    last_name: str | None


@dataclass(frozen=True)
class CustomerCompanyNameSet(Message):
    company_name: str | None


@dataclass(frozen=True)
class CustomerDateOfBirthSet(Message):
    date_of_birth: str | None


@dataclass(frozen=True)
class CustomerExternalIdSet(Message):
    external_id: str | None


@dataclass(frozen=True)
class CustomerGroupSet(Message):
    customer_group: ToCustomerGroup | None


@dataclass(frozen=True)
class CustomerGroupAssignmentAdded(Message):
    customer_group_assignment: CustomerGroupAssignment


@dataclass(frozen=True)
class CustomerGroupAssignmentRemoved(Message):
    customer_group_assignment: CustomerGroupAssignment


@dataclass(frozen=True)
class CustomerGroupAssignmentsSet(Message):
    customer_group_assignments: list[Json]
    old_customer_group_assignments: list[Json]


@dataclass(frozen=True)
class AboutAnAddress(Message):
    address: Json


@dataclass(frozen=True)
class CustomerAddressAdded(AboutAnAddress):
    pass


@dataclass(frozen=True)
class CustomerAddressChanged(AboutAnAddress):
    address_roles: list[AddressRole]


@dataclass(frozen=True)
class CustomerAddressRemoved(AboutAnAddress):
    address_roles: list[AddressRole]


@dataclass(frozen=True)
class CustomerShippingAddressAdded(AboutAnAddress):
    pass


@dataclass(frozen=True)
class CustomerShippingAddressRemoved(AboutAnAddress):
    pass


@dataclass(frozen=True)
class CustomerBillingAddressAdded(AboutAnAddress):
    pass


@dataclass(frozen=True)
class CustomerBillingAddressRemoved(AboutAnAddress):
    pass


@dataclass(frozen=True)
class CustomerDefaultShippingAddressSet(Message):
    address: Json | None


@dataclass(frozen=True)
class CustomerDefaultBillingAddressSet(Message):
    address: Json | None


@dataclass(frozen=True)
class CustomerStoresSet(Message):
    stores: list[Json]
    old_stores: list[Json]
