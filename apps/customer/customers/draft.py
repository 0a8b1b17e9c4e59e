"""How a customer is born.

https://docs.commercetools.com/api/projects/customers#customerdraft
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from marshmallow.validate import Length

from apps.customer.customers.addresses import addresses_at_rest, id_at
from apps.customer.customers.document import AuthenticationMode, Customer, CustomerGroupAssignment
from common.auth import passwords
from common.auth.stores import current_store
from common.contracts.sign_in import SignedIn
from common.errors import InvalidJsonInput, RequiredField
from common.resources.card import shared_fields
from common.resources.context import Context
from common.resources.document import Resource
from common.resources.projects import check_language
from common.resources.stores import store_keys
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Locale
from common.values.references import ToCustomerGroup, ToStore
from common.values.texts import Day, EmailAsGiven, Key

Password = Annotated[str, Length(min=1, max=passwords.LONGEST)]
SignInMode = Literal["MergeWithExistingCustomerCart", "UseAsNewActiveCustomerCart"]
MERGE: SignInMode = "MergeWithExistingCustomerCart"


@dataclass(frozen=True)
class AnonymousCart:
    """Another service's, which looks it up."""

    id: str | None = None
    key: str | None = None

    def __post_init__(self) -> None:
        if (self.id is None) == (self.key is None):
            raise InvalidJsonInput("anonymousCart: Expected either id or key")


@dataclass(frozen=True, kw_only=True)
class AnonymousPast:
    """What somebody did before signing up or in."""

    anonymous_cart: AnonymousCart | None = None
    anonymous_cart_id: str | None = None
    anonymous_id: str | None = None

    def signed_in(
        self, customer: Resource, context: Context, mode: SignInMode = MERGE, renew: bool = False
    ) -> SignedIn:
        """``renew``: whether lines of the cart take over how their products are now."""
        cart = self.anonymous_cart or AnonymousCart(id=self.anonymous_cart_id or "")
        return SignedIn(
            customer.id,
            mode,
            renew,
            anonymous_cart_id=cart.id or None,
            anonymous_cart_key=cart.key,
            anonymous_id=self.anonymous_id,
            asked_for_by=context.actor,
            store_key=current_store(),
        )


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What customers may say of themselves, and merchants of them."""

    email: EmailAsGiven
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    salutation: str | None = None
    date_of_birth: Day | None = None
    company_name: str | None = None
    vat_id: str | None = None
    locale: Locale | None = None
    addresses: tuple[AddressDraft, ...] = ()
    default_shipping_address: int | None = None
    default_billing_address: int | None = None
    stores: tuple[ToStore, ...] = ()
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerDraft(Profile, AnonymousPast):
    password: Password | None = None
    authentication_mode: AuthenticationMode = "Password"
    is_email_verified: bool = False
    key: Key | None = None
    customer_number: str | None = None
    external_id: str | None = None
    shipping_addresses: tuple[int, ...] = ()
    billing_addresses: tuple[int, ...] = ()
    customer_group: ToCustomerGroup | None = None
    customer_group_assignments: tuple[CustomerGroupAssignment, ...] = ()


def born(draft: CustomerDraft, context: Context) -> Customer:
    check_language(draft.locale, context)
    customer = Customer(
        **shared_fields(draft, Customer, without=("addresses", "stores", "custom")),
        addresses=addresses_at_rest(draft.addresses, context),
        stores=store_keys(draft.stores, context),
    )
    for use, indices, default in (
        ("shipping", draft.shipping_addresses, draft.default_shipping_address),
        ("billing", draft.billing_addresses, draft.default_billing_address),
    ):
        _use(customer, use, indices, default)
    customer._password = password_at_rest(draft.authentication_mode, draft.password, "password")
    return customer


def _use(customer: Customer, use: str, indices: tuple[int, ...], default: int | None) -> None:
    """The default address is one of its kind, too."""
    camel = use.capitalize()
    ids = [id_at(customer.addresses, index, f"{use}Addresses") for index in indices]
    if default is not None:
        ids.append(id_at(customer.addresses, default, f"default{camel}Address"))
        setattr(customer, f"default_{use}_address_id", ids[-1])
    setattr(customer, f"{use}_address_ids", list(dict.fromkeys(ids)))


def password_at_rest(mode: AuthenticationMode, password: str | None, field: str) -> str | None:
    """Hashed; None for those whom somebody else authenticates."""
    if mode == "ExternalAuth":
        return None
    if password is None:
        raise RequiredField(field)
    return passwords.hashed(password)
