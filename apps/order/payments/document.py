"""Payments: how an order is paid for, and what the payment service said about it.

https://docs.commercetools.com/api/projects/payments
"""

from datetime import datetime
from typing import Any, ClassVar

from mongoengine import StringField

from apps.order.payments.method import PaymentMethodInfo, PaymentStatus
from apps.order.payments.provider.known import provider_of
from apps.order.payments.transactions import OPEN, Transaction
from common.errors import ApiError, DuplicateField
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.money import Money
from common.values.references import ToCustomer
from common.values.texts import Key


def _paid_already(interface: str) -> ApiError:
    """``interface`` is ``_interface`` of a payment."""
    return DuplicateField("interfaceId", interface.partition(":")[2])


class Payment(Resource):
    meta: ClassVar = {"collection": "payments", "db_alias": "order"}
    unique: ClassVar = (Unique("key"), Unique("_interface", refusal=_paid_already))
    swept: ClassVar = "_openSince"
    indexed: ClassVar = ("interfaceId", "customer.id", "anonymousId", "transactions.id", "transactions.interactionId")

    key = JsonField(Key)
    customer = JsonField(ToCustomer)
    anonymous_id = JsonField(str)
    external_id = JsonField(str)
    interface_id = JsonField(str)
    amount_planned = JsonField(Money, required=True)
    amount_authorized = JsonField(Money)
    authorized_until = JsonField(datetime)
    amount_paid = JsonField(Money)
    amount_refunded = JsonField(Money)
    payment_method_info = JsonField(PaymentMethodInfo, required=True)
    payment_status = JsonField(PaymentStatus, required=True)
    transactions = JsonField(tuple[Transaction, ...], default=list)
    interface_interactions = JsonField(tuple[CustomFields, ...], default=list)
    custom = JsonField(CustomFields)

    _open_since = StringField()  # since when a service we ask has something of it to end
    _interface = StringField()  # "<paymentInterface>:<interfaceId>", which no other payment has

    @property
    def interface(self) -> str | None:
        """The payment service that processes it."""
        found: str | None = self.payment_method_info.get("paymentInterface")
        return found

    def settle(self, context: Any) -> None:
        named = self.interface is not None and self.interface_id is not None
        self._interface = f"{self.interface}:{self.interface_id}" if named else None
        is_open = provider_of(self.interface) and any(one["state"] in OPEN for one in self.transactions)
        self._open_since = (self._open_since or context.now) if is_open else None
