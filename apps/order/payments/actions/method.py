"""How the payment is made.

Who makes it, once said, stays: what was asked of one payment service another cannot answer for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.order.payments.actions.registry import actions
from apps.order.payments.document import Payment
from apps.order.payments.messages import (
    PaymentMethodInfoInterfaceAccountSet,
    PaymentMethodInfoInterfaceSet,
    PaymentMethodInfoMethodSet,
    PaymentMethodInfoNameSet,
    PaymentMethodInfoTokenSet,
)
from apps.order.payments.method import PaymentMethodInfoDraft, PaymentMethodToken, masked
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.families.items import with_or_without
from common.resources.families.told_custom_fields import CustomMessages
from common.resources.messages import Message
from common.values.localized import Localized
from common.wire import dump
from common.wire.json import Json

CARRIER = "payment-method-info"
of_method = CustomMessages("PaymentMethodInfo", previous_type="old_type_id", tells_previous_value=False)


@actions("setMethodInfo")
@dataclass(frozen=True, kw_only=True)
class SetMethodInfo(PaymentMethodInfoDraft):
    """All of it at once: what is left out goes, but for the interface."""

    def apply(self, payment: Payment, context: Context) -> Iterator[Message]:
        if self.payment_interface is not None:
            yield from set_interface(payment, self.payment_interface)
        yield from _set_account(payment, self.interface_account)
        yield from _set_method(payment, self.method)
        yield from _set_name(payment, self.name)
        yield from _set_token(payment, self.token)
        custom = custom_at_rest(self.custom, CARRIER, context)
        yield from _customised(payment, SetCustomType(), custom)


@actions("setMethodInfoInterface")
@dataclass(frozen=True)
class SetMethodInfoInterface:
    interface: str

    def apply(self, payment: Payment) -> Iterator[Message]:
        return set_interface(payment, self.interface)


@actions("setMethodInfoInterfaceAccount")
@dataclass(frozen=True)
class SetMethodInfoInterfaceAccount:
    interface_account: str | None = None

    def apply(self, payment: Payment) -> Iterator[Message]:
        return _set_account(payment, self.interface_account)


@actions("setMethodInfoMethod")
@dataclass(frozen=True)
class SetMethodInfoMethod:
    method: str | None = None

    def apply(self, payment: Payment) -> Iterator[Message]:
        return _set_method(payment, self.method)


@actions("setMethodInfoName")
@dataclass(frozen=True)
class SetMethodInfoName:
    name: Localized | None = None

    def apply(self, payment: Payment) -> Iterator[Message]:
        return _set_name(payment, self.name)


@actions("setMethodInfoToken")
@dataclass(frozen=True)
class SetMethodInfoToken:
    token: PaymentMethodToken | None = None

    def apply(self, payment: Payment) -> Iterator[Message]:
        return _set_token(payment, self.token)


@actions("setMethodInfoCustomType")
@dataclass(frozen=True, kw_only=True)
class SetMethodInfoCustomType(SetCustomType):
    def apply(self, payment: Payment, context: Context) -> Iterator[Message]:
        after = self.on(payment.payment_method_info.get("custom"), CARRIER, context)
        return _customised(payment, self, after)


@actions("setMethodInfoCustomField")
@dataclass(frozen=True, kw_only=True)
class SetMethodInfoCustomField(SetCustomField):
    def apply(self, payment: Payment, context: Context) -> Iterator[Message]:
        after = self.on(payment.payment_method_info.get("custom"), CARRIER, context)
        return _customised(payment, self, after)


def set_interface(payment: Payment, interface: str) -> Iterator[Message]:
    if payment.interface not in (None, interface):
        raise InvalidOperation("The paymentInterface is set already and cannot be changed.")
    old = _replaced(payment, "paymentInterface", interface)
    if old != interface:
        yield PaymentMethodInfoInterfaceSet(interface, old)


def _set_account(payment: Payment, account: str | None) -> Iterator[Message]:
    old = _replaced(payment, "interfaceAccount", account)
    if old != account:
        yield PaymentMethodInfoInterfaceAccountSet(account, old)


def _set_method(payment: Payment, method: str | None) -> Iterator[Message]:
    old = _replaced(payment, "method", method)
    if old != method:
        yield PaymentMethodInfoMethodSet(method, old)


def _set_name(payment: Payment, name: Localized | None) -> Iterator[Message]:
    old = _replaced(payment, "name", dump(name))
    if old != dump(name):
        yield PaymentMethodInfoNameSet(name, old)


def _set_token(payment: Payment, token: PaymentMethodToken | None) -> Iterator[Message]:
    """Messages travel far, so they only say that there is a token."""
    new = dump(token)
    old = _replaced(payment, "token", new)
    if old != new:
        yield PaymentMethodInfoTokenSet(masked(new), masked(old))


def _customised(payment: Payment, by: SetCustomType | SetCustomField, after: Json | None) -> Iterator[Message]:
    before = _replaced(payment, "custom", after)
    yield from of_method.told(by, before, after)


def _replaced(payment: Payment, name: str, value: Any) -> Any:
    """Set one field of the method, or take it away; what it was before."""
    old = payment.payment_method_info.get(name)
    with_or_without(payment.payment_method_info, name, value)
    return old
