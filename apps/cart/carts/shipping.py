"""How a cart is shipped: by which method, at which of its rates, and whether the method still fits.

https://docs.commercetools.com/api/projects/carts#set-shippingmethod
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from apps.cart.carts.prices import check_currency
from apps.cart.carts.ways import Way, check_mode, remove_way, ways_of
from apps.cart.shipping_methods.eligibility import suits_cart, suits_store
from apps.cart.shipping_methods.matching import Place, rate_at, zones_at
from common.errors import InvalidField, InvalidOperation
from common.pricing.shipping import Shipment, shipping_cents
from common.resources.context import Context
from common.resources.projects import project_of
from common.values.references import Reference
from common.values.shipping import ClassificationInput, ShippingRateDraft, ShippingRateInputDraft
from common.wire import dump
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

MATCHES, DIFFERS = "MatchesCart", "DoesNotMatchCart"


def shipping_info(name: str, rate: Json, **more: Any) -> Json:
    """``more`` are other fields of the ShippingInfo; what is None is left out."""
    info = {"shippingMethodName": name, "price": rate["price"], "shippingRate": rate, "deliveries": []}
    info |= {"shippingMethodState": MATCHES}
    return info | {field: value for field, value in more.items() if value is not None}


def info_of_method(cart: "Cart", reference: Reference, address: Json, context: Context, **more: Any) -> Json:
    """InvalidOperation where the method is not for this cart, or has no rate for where it goes."""
    method = context.find("shipping-method", reference.id or "") or {}
    if not method["active"]:
        raise InvalidOperation(f"The shipping method '{method['id']}' is not active.")
    if not suits_store(method, cart):
        raise InvalidOperation(f"The shipping method '{method['id']}' is for carts of other stores.")
    if not suits_cart(method, cart, context):
        raise InvalidOperation(f"The predicate of the shipping method '{method['id']}' does not match the cart.")
    rate = rate_of(method, cart, address)
    if rate is None:
        raise InvalidOperation(
            f"The shipping method '{method['id']}' has no rate in {cart.currency_code} for the shipping address."
        )
    shown = {"shippingMethod": reference.to_json(), "taxCategory": method["taxCategory"]}
    return shipping_info(method["name"], rate, **shown, **more)


def address_of(cart: "Cart") -> Json:
    """Of a cart that is shipped in one way; InvalidOperation where it has none yet, or is of the other mode."""
    check_mode(cart, "Single")
    if cart.shipping_address is None:
        raise InvalidOperation("The cart needs a shipping address before its shipping method.")
    address: Json = cart.shipping_address
    return address


def rate_at_rest(cart: "Cart", draft: ShippingRateDraft) -> Json:
    check_currency(cart, draft.price, "shippingRate.price")
    return draft.at_rest()


def rate_of(method: Json, cart: "Cart", address: Json) -> Json | None:
    """The method's rate for an address, in the cart's currency."""
    return rate_at(method, zones_at(cart.project_key, Place.of(address)), cart.currency_code)


def renew_rate(cart: "Cart", context: Context) -> None:
    """The rates of today, for the addresses of now; a method that has none there goes. What is custom stays, and so
    does a method that does not exist any more.
    """
    for way, method in _methods(cart, context):
        rate = rate_of(method, cart, way.address)
        if rate is None:
            remove_way(cart, way)
        else:
            way.info.update(shippingMethodName=method["name"], shippingRate=rate)


def rate_has_changed(cart: "Cart", context: Context) -> bool:
    """Whether the merchant asks another rate by now than one that the cart has."""
    methods = _methods(cart, context)
    return any(rate_of(method, cart, way.address) != way.info["shippingRate"] for way, method in methods)


def _methods(cart: "Cart", context: Context) -> list[tuple[Way, Json]]:
    """The ways that are by one of the merchant's methods, with it."""
    ways = [way for way in ways_of(cart) if "shippingMethod" in way.info]
    ids = {way.info["shippingMethod"]["id"] for way in ways}
    methods = context.find_all("shipping-method", ids) if ids else {}
    return [(way, methods[id]) for way in ways if (id := way.info["shippingMethod"]["id"]) in methods]


def judge_method(cart: "Cart", context: Context) -> None:
    """Say whether the methods' predicates match the cart as it has become."""
    for way, method in _methods(cart, context):
        way.info["shippingMethodState"] = MATCHES if suits_cart(method, cart, context) else DIFFERS


def shipment_of(way: Way, goods_cents: int, context: Context) -> Shipment:
    """What decides on the tier of the way's rate; the project is only asked where there are tiers."""
    tiers = way.info["shippingRate"].get("tiers")
    return Shipment(goods_cents, _tiered_by(context) if tiers else None, way.rate_input)


def shipping_by_goods(cart: "Cart", context: Context) -> Callable[[int], int]:
    """What all ways cost together, by what the goods do, in cents."""

    def cents(goods_cents: int) -> int:
        ways = ways_of(cart)
        return sum(shipping_cents(way.info["shippingRate"], shipment_of(way, goods_cents, context)) for way in ways)

    return cents


def shipment_for(cart: "Cart", rate: Json, context: Context) -> Shipment:
    """The same for a rate that the cart might have."""
    goods_cents = sum(item["totalPrice"]["centAmount"] for item in cart.items)
    return Shipment(goods_cents, _tiered_by(context) if rate["tiers"] else None, cart.shipping_rate_input)


def _tiered_by(context: Context) -> str | None:
    return (project_of(context).get("shippingRateInputType") or {}).get("type")


def set_rate_input(cart: "Cart", draft: ShippingRateInputDraft | None, context: Context) -> None:
    """A class or a score, whichever the project sorts carts by."""
    cart.shipping_rate_input = rate_input_at_rest(draft, context)


def rate_input_at_rest(draft: ShippingRateInputDraft | None, context: Context) -> Json | None:
    if draft is None:
        return None
    wanted = f"Cart{draft.tag}"
    project = project_of(context, lambda project: (project.get("shippingRateInputType") or {}).get("type") == wanted)
    sorted_by = project.get("shippingRateInputType") or {}
    if sorted_by.get("type") != wanted:
        raise InvalidOperation(f"The project does not choose shipping rates by {wanted}.")
    told: Json = dump(draft)
    if isinstance(draft, ClassificationInput):
        classes = {each["key"]: each for each in sorted_by.get("values") or ()}
        if draft.key not in classes:
            raise InvalidField("shippingRateInput.key", draft.key, sorted(classes))
        told["label"] = classes[draft.key]["label"]
    return told
