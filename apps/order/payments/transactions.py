"""What happens to the money of a payment: it is authorised, charged, given back.

https://docs.commercetools.com/api/projects/payments#transaction
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import uuid4

from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.money import Money
from common.wire import dump
from common.wire.json import Json

TransactionType = Literal["Authorization", "CancelAuthorization", "Charge", "Refund", "Chargeback"]
TransactionState = Literal["Initial", "Pending", "Success", "Failure"]
OPEN = ("Initial", "Pending")
"""The payment service has the last word still to say."""


@dataclass(frozen=True, kw_only=True)
class TransactionDraft:
    """``id`` is the one the transaction will have: drawn once, or given by who must find it again."""

    id: str = field(default_factory=lambda: str(uuid4()), init=False)
    type: TransactionType
    amount: Money
    timestamp: datetime | None = None
    interaction_id: str | None = None
    interface_id: str | None = None
    state: TransactionState = "Initial"
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True, kw_only=True)
class Transaction:
    id: str
    type: TransactionType
    amount: Money
    timestamp: datetime | None = None
    interaction_id: str | None = None
    interface_id: str | None = None
    state: TransactionState
    custom: CustomFields | None = None


def transaction_at_rest(draft: TransactionDraft, context: Context) -> Json:
    custom = custom_at_rest(draft.custom, "transaction", context)
    return dump(draft) | ({"custom": custom} if custom else {})


def transaction_of(transactions: Sequence[Json], id: str) -> Json:
    for transaction in transactions:
        if transaction["id"] == id:
            return transaction
    raise InvalidOperation(f"The payment has no transaction '{id}'.")
