"""Discounts whose discounted prices clients set themselves."""

from common.errors import InvalidField, InvalidInput
from common.resources.context import Context
from common.wire.json import Json


def check_external(told: Json, value: Json, context: Context) -> None:
    """InvalidInput unless a client may say what this discount makes of a price of this value."""
    discount = context.find("product-discount", told["discount"]["id"])
    if discount is None or discount["value"]["type"] != "external" or not discount["isActive"]:
        raise InvalidInput("Only the discounted price of an active external product discount can be set.")
    if told["value"]["currencyCode"] != value["currencyCode"]:
        raise InvalidField("discounted.value.currencyCode", told["value"]["currencyCode"])
