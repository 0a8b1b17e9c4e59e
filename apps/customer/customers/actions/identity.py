"""How a customer is recognised: email address, number, password."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.customer.customers.actions.registry import actions
from apps.customer.customers.document import AuthenticationMode, Customer
from apps.customer.customers.draft import Password, password_at_rest
from apps.customer.customers.messages import CustomerEmailChanged
from common.errors import InvalidOperation
from common.resources.messages import Message
from common.values.texts import EmailAsGiven


@actions("changeEmail")
@dataclass(frozen=True)
class ChangeEmail:
    """A new address is not verified."""

    email: EmailAsGiven

    def apply(self, customer: Customer) -> Iterator[Message]:
        if self.email == customer.email:
            return
        old, customer.email, customer.is_email_verified = customer.email, self.email, False
        yield CustomerEmailChanged(email=self.email, old_email=old)


@actions("setCustomerNumber")
@dataclass(frozen=True)
class SetCustomerNumber:
    """Once: others may have written it down."""

    customer_number: str | None = None

    def apply(self, customer: Customer) -> None:
        if customer.customer_number not in (None, self.customer_number):
            raise InvalidOperation("A customer number that was set cannot be changed.")
        customer.customer_number = self.customer_number


@actions("setAuthenticationMode")
@dataclass(frozen=True)
class SetAuthenticationMode:
    """With ``ExternalAuth`` the password goes."""

    auth_mode: AuthenticationMode
    password: Password | None = None

    def apply(self, customer: Customer) -> None:
        customer.authentication_mode = self.auth_mode
        customer._password = password_at_rest(self.auth_mode, self.password, "password")
