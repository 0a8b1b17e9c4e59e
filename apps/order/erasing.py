"""Orders and payments without the person: the country stays, which taxes were reckoned by, and so does the money.

Custom fields and comments go as well: nobody but the merchant knows what they say.
"""

from collections.abc import Iterable
from typing import Any

from apps.order.orders.deliveries import shipments
from apps.order.orders.document import Order
from apps.order.orders.returns import return_items
from apps.order.payments.document import Payment
from common.wire.json import Json

OF_AN_ADDRESS = ("id", "key", "country", "region", "state")


def redact_order(order: Order) -> None:
    order.customer_id = order.anonymous_id = order.customer_email = order.purchase_order_number = None
    order.custom = order.shipping_custom_fields = None
    order.billing_address = redacted_address(order.billing_address)
    order.shipping_address = redacted_address(order.shipping_address)
    if order.item_shipping_addresses:
        order.item_shipping_addresses = [redacted_address(address) for address in order.item_shipping_addresses]
    for shipping in order.shipping:
        shipping["shippingAddress"] = redacted_address(shipping.get("shippingAddress"))
    _without("custom", order.items)
    _without("custom", order.shipping, "shippingCustomFields")
    deliveries = [delivery for place in shipments(order) for delivery in place.deliveries]
    _without("custom", deliveries)
    _without("custom", [parcel for delivery in deliveries for parcel in delivery["parcels"]])
    for delivery in deliveries:
        if "address" in delivery:
            delivery["address"] = redacted_address(delivery["address"])
    _without("custom", list(return_items(order)), "comment")
    _forget_authors(order)


def redact_payment(payment: Payment) -> None:
    payment.customer = payment.anonymous_id = payment.external_id = payment.custom = None
    payment.interface_interactions = []
    kept = ("paymentInterface", "interfaceAccount", "method", "name")
    method = payment.payment_method_info
    payment.payment_method_info = {name: method[name] for name in kept if name in method}
    _without("custom", payment.transactions)
    _forget_authors(payment)


def redacted_address(address: Json | None) -> Json | None:
    return {name: address[name] for name in OF_AN_ADDRESS if name in address} if address else address


def _without(name: str, rows: Iterable[Json], *others: str) -> None:
    for row in rows:
        for gone in (name, *others):
            row.pop(gone, None)


def _forget_authors(resource: Any) -> None:
    for attribute in ("created_by", "last_modified_by"):
        author = getattr(resource, attribute) or {}
        kept = {name: value for name, value in author.items() if name not in ("customer", "anonymousId")}
        setattr(resource, attribute, kept or None)
