"""Who buys, with addresses, groups, and a password that nobody sees again.

https://docs.commercetools.com/api/projects/customers#customer
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from common.resources.document import BY_AGE, JsonField, Resource
from common.resources.unique import Unique
from common.values.addresses import Address
from common.values.custom_fields import CustomFields
from common.values.localized import Locale
from common.values.references import StoreKey, ToCustomerGroup
from common.values.texts import Day, EmailAsGiven, Key

AuthenticationMode = Literal["Password", "ExternalAuth"]


@dataclass(frozen=True)
class CustomerGroupAssignment:
    """A group beside ``customerGroup``, for price selection."""

    customer_group: ToCustomerGroup


class Customer(Resource):
    meta: ClassVar = {"collection": "customers", "db_alias": "customer"}
    unique: ClassVar = (Unique("key"), Unique("customerNumber"), Unique("_email", "email"))
    asked_as: ClassVar = {"lowercaseEmail": "_email"}
    indexed: ClassVar = (
        "email",
        "externalId",
        "customerGroup.id",
        "customerGroupAssignments.customerGroup.id",
        ("stores.key", *BY_AGE),
    )

    key = JsonField(Key)
    customer_number = JsonField(str)
    external_id = JsonField(str)
    email = JsonField(EmailAsGiven, required=True)
    is_email_verified = JsonField(bool, default=False)
    authentication_mode = JsonField(AuthenticationMode, default="Password")
    first_name = JsonField(str)
    middle_name = JsonField(str)
    last_name = JsonField(str)
    title = JsonField(str)
    salutation = JsonField(str)
    date_of_birth = JsonField(Day)
    company_name = JsonField(str)
    vat_id = JsonField(str)
    locale = JsonField(Locale)
    addresses = JsonField(tuple[Address, ...], default=list)  # each with an id of ours
    default_shipping_address_id = JsonField(str)
    shipping_address_ids = JsonField(tuple[str, ...], default=list)
    default_billing_address_id = JsonField(str)
    billing_address_ids = JsonField(tuple[str, ...], default=list)
    customer_group = JsonField(ToCustomerGroup)
    customer_group_assignments = JsonField(tuple[CustomerGroupAssignment, ...], default=list)
    stores = JsonField(tuple[StoreKey, ...], default=list)  # none: a customer belongs to the whole project
    custom = JsonField(CustomFields)
    _email = JsonField(str)
    _password = JsonField(str)  # argon2id; absent where somebody else authenticates

    def settle(self, context: Any) -> None:
        self._email = normal(self.email)


def normal(email: str) -> str:
    """The address as it is compared. Only ASCII loses its case: were ``K`` (the Kelvin sign) the letter k, a stranger's
    address would pass for a customer's.
    """
    return email.encode().lower().decode()
