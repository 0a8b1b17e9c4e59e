"""Tokens that stand for a customer for a while: whoever shows one may set the password, or has the email address.

Random, and kept as a digest. Each is bound to what it is good for changing, so that it ends with the first use and with
any other change of the same thing: a password token with the password and the address it was sent to, an email token
with the address.

https://docs.commercetools.com/api/projects/customers#customertoken
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from apps.customer.customers.document import Customer
from apps.customer.customers.messages import AboutAToken, CustomerEmailTokenCreated, CustomerPasswordTokenCreated
from common.errors import ApiError, ExpiredCustomerEmailToken, ExpiredCustomerPasswordToken, ResourceNotFound
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes
from common.resources.collection import load
from common.resources.context import Context
from common.resources.document import JsonField, Resource, collection_of
from common.resources.unique import Unique
from common.resources.write import insert
from common.wire.json import Json
from common.wire.times import as_text, as_time

TOKEN_BYTES = 32
REMEMBERED = timedelta(days=7)  # after it expired, so that it can be called expired and not unknown
TOLD_MINUTES = 60


class CustomerToken(Resource):
    meta: ClassVar = {"abstract": True}
    unique: ClassVar = (Unique("_digest"),)
    indexed: ClassVar = ("customerId",)
    forgotten: ClassVar = "_forgottenAt"

    customer_id = JsonField(str, required=True)
    expires_at = JsonField(datetime, required=True)
    invalidate_older_tokens = JsonField(bool)
    _digest = JsonField(str)
    _bound_to = JsonField(str)
    _ended = JsonField(bool)  # by a newer one that says so
    _forgotten_at = JsonField(datetime)


class PasswordToken(CustomerToken):
    meta: ClassVar = {"collection": "password_tokens", "db_alias": "customer"}


class EmailToken(CustomerToken):
    meta: ClassVar = {"collection": "email_tokens", "db_alias": "customer"}


@dataclass(frozen=True)
class Nothing:
    """Tokens have routes of their own: nobody sends a draft of one."""


def _card(type_id: str, document: type[CustomerToken]) -> ResourceType[Any]:
    nobody = Scopes(view=(), manage=())
    return ResourceType(
        path="", type_id=type_id, document=document, draft=Nothing, actions=Actions(document), scopes=nobody
    )


@dataclass(frozen=True)
class TokenKind:
    card: ResourceType[Any]
    created: type[AboutAToken]
    expired: type[ApiError]
    changes: Callable[[Customer], tuple[str, ...]]

    def issue(self, customer: Customer, minutes: int, alone: bool, context: Context) -> Json:
        """The token as its customer gets it, once. ``alone``: those before it end."""
        value = secrets.token_urlsafe(TOKEN_BYTES)
        expires_at = datetime.now(UTC) + timedelta(minutes=minutes)
        token = self.card.document(
            project_key=context.project_key,
            customer_id=customer.id,
            expires_at=as_text(expires_at),
            invalidate_older_tokens=alone,
            created_at=context.now,
            created_by=context.actor,
            last_modified_at=context.now,
            last_modified_by=context.actor,
            _digest=_digest(value),
            _bound_to=self._state(customer),
            _forgotten_at=expires_at + REMEMBERED,
        )
        if alone:
            older = {"projectKey": context.project_key, "customerId": customer.id}
            collection_of(self.card.document).update_many(older, {"$set": {"_ended": True}})
        told = self.created(customer.id, token.expires_at, alone, value if minutes <= TOLD_MINUTES else None)
        insert(self.card.type_id, token, [told])
        return {
            "id": token.id,
            "createdAt": token.created_at,
            "lastModifiedAt": token.last_modified_at,
            "customerId": customer.id,
            "expiresAt": token.expires_at,
            "value": value,
            "invalidateOlderTokens": alone,
        }

    def customer(self, project_key: str, value: str) -> Customer:
        """Whom the token stands for. ResourceNotFound if it was never given or has ended, else the error of its kind
        if its time is over.
        """
        token = load(self.card.document, project_key, _digest=_digest(value))
        customer = load(Customer, project_key, _id=token.customer_id) if token and not token._ended else None
        if token is None or customer is None or token._bound_to != self._state(customer):
            raise ResourceNotFound("this token")
        if as_time(token.expires_at) <= datetime.now(UTC):
            raise self.expired()
        return customer

    def _state(self, customer: Customer) -> str:
        return _digest("\n".join((self.card.type_id, *self.changes(customer))))


PASSWORD = TokenKind(
    _card("customer-password-token", PasswordToken),
    CustomerPasswordTokenCreated,
    ExpiredCustomerPasswordToken,
    lambda customer: (customer._email, customer._password or ""),
)
EMAIL = TokenKind(
    _card("customer-email-token", EmailToken),
    CustomerEmailTokenCreated,
    ExpiredCustomerEmailToken,
    lambda customer: (customer._email, str(customer.is_email_verified)),
)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
