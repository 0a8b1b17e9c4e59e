"""Who the customer is: one field each."""

from dataclasses import dataclass

from apps.customer.customers.actions.registry import actions
from apps.customer.customers.document import Customer
from apps.customer.customers.messages import (
    CustomerCompanyNameSet,
    CustomerDateOfBirthSet,
    CustomerExternalIdSet,
    CustomerFirstNameSet,
    CustomerLastNameSet,
    CustomerTitleSet,
)
from common.resources.context import Context
from common.resources.projects import check_language
from common.values.localized import Locale

actions.sets(
    setKey="key",
    setMiddleName="middle_name",
    setSalutation="salutation",
    setVatId="vat_id",
)
actions.tells(
    setCompanyName=("company_name", CustomerCompanyNameSet),
    setDateOfBirth=("date_of_birth", CustomerDateOfBirthSet),
    setExternalId=("external_id", CustomerExternalIdSet),
    setFirstName=("first_name", CustomerFirstNameSet),
    setLastName=("last_name", CustomerLastNameSet),
    setTitle=("title", CustomerTitleSet),
)


@actions("setLocale")
@dataclass(frozen=True)
class SetLocale:
    """One of the project's languages."""

    locale: Locale | None = None

    def apply(self, customer: Customer, context: Context) -> None:
        check_language(self.locale, context)
        customer.locale = self.locale
