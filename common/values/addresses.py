"""Where something is sent, or who pays.

https://docs.commercetools.com/api/types#baseaddress
"""

from dataclasses import dataclass, field

from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.texts import CountryCode, Key


@dataclass(frozen=True)
class _PostalAddress:
    country: CountryCode
    id: str | None = None
    key: Key | None = None
    external_id: str | None = None
    title: str | None = None
    salutation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    street_name: str | None = None
    street_number: str | None = None
    additional_street_info: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    state: str | None = None
    company: str | None = None
    department: str | None = None
    building: str | None = None
    apartment: str | None = None
    p_o_box: str | None = field(default=None, metadata={"wire": "pOBox"})
    phone: str | None = None
    mobile: str | None = None
    email: str | None = None
    fax: str | None = None
    additional_address_info: str | None = None


@dataclass(frozen=True)
class AddressDraft(_PostalAddress):
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True)
class Address(_PostalAddress):
    custom: CustomFields | None = None
