"""The ways in which a cart's things are shipped: one for all (shipping mode Single), or several, each with a key, an
address and a price of its own, among which the pieces of every item are distributed (mode Multiple).

https://docs.commercetools.com/api/projects/carts#shipping
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.errors import DuplicateField, InvalidField, InvalidOperation
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

MULTIPLE = "Multiple"


@dataclass(frozen=True, slots=True)
class Way:
    """``info`` is the cart's own ShippingInfo, to be changed in place. Only one of several has a key."""

    info: Json
    address: Any  # JSON; None where it is not known yet
    rate_input: Json | None = None
    key: str | None = None


def ways_of(cart: "Cart") -> list[Way]:
    if cart.shipping_mode == MULTIPLE:
        return [
            Way(each["shippingInfo"], each["shippingAddress"], each.get("shippingRateInput"), each["shippingKey"])
            for each in cart.shipping
        ]
    info = cart.shipping_info
    return [] if info is None else [Way(info, cart.shipping_address, cart.shipping_rate_input)]


def check_mode(cart: "Cart", mode: str) -> None:
    if cart.shipping_mode != mode:
        raise InvalidOperation(f"This needs a cart of shipping mode {mode}, not {cart.shipping_mode}.")


def way_named(cart: "Cart", key: str | None) -> Way:
    """InvalidOperation where the mode needs a key and there is none, or the other way round, or no such way."""
    if (key is None) == (cart.shipping_mode == MULTIPLE):
        need = "is required" if key is None else "cannot be used"
        raise InvalidOperation(f"A shippingKey {need} in shipping mode {cart.shipping_mode}.")
    for way in ways_of(cart):
        if way.key == key:
            return way
    raise InvalidOperation(f"The cart has no shipping method {key!r}." if key else "The cart has no shipping method.")


def add_way(cart: "Cart", key: str, info: Json, address: Json, rate_input: Json | None, custom: Json | None) -> None:
    if any(each["shippingKey"] == key for each in cart.shipping):
        raise DuplicateField("shippingKey", key)
    added = {"shippingKey": key, "shippingInfo": info, "shippingAddress": address}
    given = {"shippingRateInput": rate_input, "shippingCustomFields": custom}
    cart.shipping = [*cart.shipping, added | {name: value for name, value in given.items() if value is not None}]


def remove_way(cart: "Cart", way: Way) -> None:
    """And whatever was to go that way: it goes no way until it is said anew."""
    if way.key is None:
        cart.shipping_info = cart.shipping_custom_fields = None
        return
    cart.shipping = [each for each in cart.shipping if each["shippingKey"] != way.key]
    for item in cart.items:
        for name in ("perMethodTaxRate", "taxedPricePortions"):
            item[name] = [each for each in item[name] if each["shippingMethodKey"] != way.key]
        if details := item.get("shippingDetails"):
            left = [target for target in details["targets"] if target.get("shippingMethodKey") != way.key]
            valid = sum(target["quantity"] for target in left) == item["quantity"]
            item["shippingDetails"] = {"targets": left, "valid": valid}


def pieces_by_way(item: Json) -> Mapping[str, int]:
    """shipping key → how many of the item's pieces go that way."""
    pieces: Counter[str] = Counter()
    for target in item.get("shippingDetails", {}).get("targets", ()):
        pieces[target.get("shippingMethodKey", "")] += target["quantity"]
    return pieces


def is_distributed(item: Json) -> bool:
    """Whether each of its pieces goes some way."""
    return sum(pieces_by_way(item).values()) == item["quantity"]


def check_targets(cart: "Cart") -> None:
    """InvalidOperation for a target without its way, InvalidField for one whose way the cart does not have."""
    known = {way.key for way in ways_of(cart)}
    for item in cart.items:
        for key in pieces_by_way(item):
            if not key:
                raise InvalidOperation("In shipping mode Multiple every target needs a shippingMethodKey.")
            if key not in known:
                raise InvalidField("shippingDetails.targets.shippingMethodKey", key, sorted(map(str, known)))
