"""What a customer proves, and what it changes: the password by which he signs in, that the email address is his."""

from collections.abc import Mapping

from apps.customer.customers.authentication import authenticated
from apps.customer.customers.document import Customer, normal
from apps.customer.customers.messages import CustomerEmailVerified, CustomerPasswordUpdated
from apps.customer.customers.tokens import EMAIL, PASSWORD, TokenKind
from common.auth import passwords
from common.auth.attempts import Limit, caller_address
from common.errors import (
    InvalidCredentials,
    InvalidCurrentPassword,
    InvalidOperation,
    ResourceNotFound,
    TooManyGuesses,
)
from common.http.in_store import is_here
from common.resources.card import ResourceType
from common.resources.context import Context
from common.resources.document import stored
from common.resources.messages import Message
from common.resources.write import save_change

OF_ONE_CUSTOMER = Limit("customer", "sign-in", failures=10, window_seconds=300, refusal=TooManyGuesses)
OF_ONE_CUSTOMER_FROM_ANYWHERE = Limit(
    "customer", "sign-in-anywhere", failures=200, window_seconds=3600, refusal=TooManyGuesses
)


def signed_in(project_key: str, email: str, password: str, store_key: str | None = None) -> Customer:
    """InvalidCredentials, or TooManyGuesses if that happened too often."""
    subject = (project_key, normal(email))
    _check(guesses := _guesses(subject))
    customer = authenticated(project_key, email, password, store_key)
    if customer is None:
        _failed(guesses)
        raise InvalidCredentials
    return customer


def change_password(customer: Customer, version: int, current: str, new: str, context: Context) -> Customer:
    """InvalidCurrentPassword, or TooManyGuesses if that happened too often."""
    customer.check_version(version)
    _check(guesses := _guesses((context.project_key, customer.id)))
    if not passwords.matches(customer._password, current):
        _failed(guesses)
        raise InvalidCurrentPassword
    return _with_password(customer, new, context, reset=False)


def shown_by(kind: TokenKind, card: ResourceType[Customer], project_key: str, token: str) -> Customer:
    """Whom the token stands for; ResourceNotFound also for somebody whom the request's store does not know."""
    customer = kind.customer(project_key, token)
    if not is_here(card, stored(customer)):
        raise ResourceNotFound("this token")
    return customer


def reset_password(
    card: ResourceType[Customer], token: str, new: str, version: int | None, context: Context
) -> Customer:
    customer = shown_by(PASSWORD, card, context.project_key, token)
    if version is not None:
        customer.check_version(version)
    return _with_password(customer, new, context, reset=True)


def confirm_email(card: ResourceType[Customer], token: str, version: int | None, context: Context) -> Customer:
    customer = shown_by(EMAIL, card, context.project_key, token)
    if version is not None:
        customer.check_version(version)
    if customer.is_email_verified:
        return customer
    before = stored(customer)
    customer.is_email_verified = True
    return _saved(customer, before, CustomerEmailVerified(), context)


def _with_password(customer: Customer, new: str, context: Context, reset: bool) -> Customer:
    if customer.authentication_mode != "Password":
        raise InvalidOperation("This customer has no password: the authentication mode is ExternalAuth.")
    before = stored(customer)
    customer._password = passwords.hashed(new)
    return _saved(customer, before, CustomerPasswordUpdated(reset), context)


def _saved(customer: Customer, before: dict[str, object], told: Message, context: Context) -> Customer:
    """The version guards it: of two who show one token at the same time, one comes too late."""
    customer.version += 1
    customer.last_modified_at, customer.last_modified_by = context.now, context.actor
    save_change("customer", customer, before, [told])
    return customer


def _guesses(subject: tuple[str, ...]) -> Mapping[Limit, tuple[str, ...]]:
    return {OF_ONE_CUSTOMER: (*subject, caller_address()), OF_ONE_CUSTOMER_FROM_ANYWHERE: subject}


def _check(guesses: Mapping[Limit, tuple[str, ...]]) -> None:
    for limit, subject in guesses.items():
        limit.check(*subject)


def _failed(guesses: Mapping[Limit, tuple[str, ...]]) -> None:
    for limit, subject in guesses.items():
        limit.failed(*subject)
