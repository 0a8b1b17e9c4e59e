"""The payment services that this installation knows, by the ``paymentInterface`` of their payments.

``PAYMENT_PROVIDERS={"hatpay": {"url": "https://…", "secret": "…"}}``. Payments of any other interface are the business
of the shop's own checkout: what their transactions say is accepted, and what is asked of them is left for it to do.
"""

from functools import cache

from apps.order.payments.provider.over_http import HttpProvider
from apps.order.payments.provider.port import PaymentProvider
from common.settings import settings


@cache
def provider_of(interface: str | None) -> PaymentProvider | None:
    """None where nobody here may move this payment's money."""
    known = settings().payment_providers.get(interface) if interface else None
    return HttpProvider(known.url, known.secret, known.timeout_seconds) if known else None
