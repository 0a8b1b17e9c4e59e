"""What clients send beside drafts and actions: credentials, passwords, tokens."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Range

from apps.customer.customers.draft import MERGE, AnonymousPast, Password, SignInMode

Minutes = Annotated[int, Range(min=1, max=365 * 24 * 60)]


@dataclass(frozen=True, kw_only=True)
class SignIn(AnonymousPast):
    email: str
    password: str
    anonymous_cart_sign_in_mode: SignInMode = MERGE
    update_product_data: bool = False


@dataclass(frozen=True, kw_only=True)
class MySignIn:
    email: str
    password: str
    active_cart_sign_in_mode: SignInMode = MERGE
    update_product_data: bool = False


@dataclass(frozen=True, kw_only=True)
class MyChangePassword:
    version: int
    current_password: str
    new_password: Password


@dataclass(frozen=True, kw_only=True)
class ChangePassword(MyChangePassword):
    id: str


@dataclass(frozen=True, kw_only=True)
class CreatePasswordToken:
    email: str
    ttl_minutes: Minutes = 24 * 60
    invalidate_older_tokens: bool = False


@dataclass(frozen=True, kw_only=True)
class CreateEmailToken:
    id: str
    ttl_minutes: Minutes
    version: int | None = None
    invalidate_older_tokens: bool = False


@dataclass(frozen=True, kw_only=True)
class ResetPassword:
    token_value: str
    new_password: Password
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class ConfirmEmail:
    token_value: str
    version: int | None = None
