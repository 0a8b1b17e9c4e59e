"""Who the customer is: one field each."""

from apps.customer.customers.actions.registry import actions
from apps.customer.customers.messages import (
    CustomerCompanyNameSet,
    CustomerDateOfBirthSet,
    CustomerExternalIdSet,
    CustomerFirstNameSet,
    CustomerLastNameSet,
    CustomerTitleSet,
)

actions.sets(
    setKey="key",
    setLocale="locale",
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
