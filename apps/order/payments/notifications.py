"""What a payment service tells on its own: ``POST /{projectKey}/payments/notifications/{paymentInterface}``.

The body is an operation, as it answers one (``provider.over_http``); its HMAC-SHA256 under the service's secret stands
in ``X-Signature``, as hexadecimal text. It may come twice, late, or before the answer to the request itself: a
transaction only ever moves on.
"""

import hashlib
import hmac

from flask import Response, request
from flask_smorest import Blueprint

from apps.order.payments.asking import Books
from apps.order.payments.document import Payment
from apps.order.payments.provider.over_http import outcome_of
from common.errors import InvalidJsonInput, InvalidToken, ResourceNotFound
from common.http.answers import nothing
from common.openapi.operations import operation
from common.resources.document import collection_of
from common.settings import PaymentProviderAddress, settings
from common.wire.json import from_bytes

notifications = Blueprint("payment notifications", __name__, url_prefix="/<project_key>/payments/notifications")


@notifications.post("/<interface>")
@notifications.doc(**operation("Hear a payment service", status=204))
def hear(project_key: str, interface: str) -> Response:
    body = request.get_data(cache=False)
    known = settings().payment_providers.get(interface)
    if known is None or not _is_signed(body, known):
        raise InvalidToken()
    told = from_bytes(body)
    key = str(told.get("key")) if isinstance(told, dict) else ""
    try:
        outcome = outcome_of(told, key)
    except ValueError as problem:
        raise InvalidJsonInput(str(problem)) from None
    about = {"projectKey": project_key, "transactions.id": key}
    found = collection_of(Payment).find_one(about, {"paymentMethodInfo": 1})
    if found is None or found["paymentMethodInfo"].get("paymentInterface") != interface:
        raise ResourceNotFound(f"transaction '{key}'")
    Books(project_key).note(found["_id"], key, outcome)
    return nothing(204)


def _is_signed(body: bytes, known: PaymentProviderAddress) -> bool:
    """With the secret, or while that is rotated with the one before."""
    given = _signature_given()
    secrets = filter(None, (known.secret, known.secret_before))
    return any(hmac.compare_digest(signature(body, secret), given) for secret in secrets)


def signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _signature_given() -> str:
    given = request.headers.get("X-Signature", "")
    return given if given.isascii() else ""
