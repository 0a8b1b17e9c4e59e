"""How a cart is shipped: by which method, at which of its rates, and whether the method still fits.

https://docs.commercetools.com/api/projects/carts#set-shippingmethod
"""

from typing import TYPE_CHECKING, Any

from apps.cart.carts.prices import check_currency
from apps.cart.shipping_methods.eligibility import suits_cart, suits_store
from apps.cart.shipping_methods.matching import Place, rate_at, zones_at
from common.errors import InvalidField, InvalidOperation
from common.pricing.shipping import Shipment
from common.resources.context import Context
from common.resources.projects import project_of
from common.values.references import Reference
from common.values.shipping import ClassificationInput, ShippingRateDraft, ShippingRateInputDraft
from common.wire import dump
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

MATCHES, DIFFERS = "MatchesCart", "DoesNotMatchCart"


def set_shipping(cart: "Cart", name: str, rate: Json, **more: Any) -> None:
    """``more`` are other fields of the ShippingInfo; what is None is left out."""
    info = {"shippingMethodName": name, "price": rate["price"], "shippingRate": rate, "deliveries": []}
    info |= {"shippingMethodState": MATCHES}
    cart.shipping_info = info | {field: value for field, value in more.items() if value is not None}


def set_method(cart: "Cart", reference: Reference, context: Context, **more: Any) -> None:
    """InvalidOperation where the method is not for this cart, or has no rate for where it goes."""
    check_address(cart)
    method = context.find("shipping-method", reference.id or "") or {}
    if not method["active"]:
        raise InvalidOperation(f"The shipping method '{method['id']}' is not active.")
    if not suits_store(method, cart):
        raise InvalidOperation(f"The shipping method '{method['id']}' is for carts of other stores.")
    if not suits_cart(method, cart, context):
        raise InvalidOperation(f"The predicate of the shipping method '{method['id']}' does not match the cart.")
    rate = rate_of(method, cart)
    if rate is None:
        raise InvalidOperation(
            f"The shipping method '{method['id']}' has no rate in {cart.currency_code} for the shipping address."
        )
    shown = {"shippingMethod": reference.to_json(), "taxCategory": method["taxCategory"]}
    set_shipping(cart, method["name"], rate, **shown, **more)


def check_address(cart: "Cart") -> None:
    if cart.shipping_address is None:
        raise InvalidOperation("The cart needs a shipping address before its shipping method.")


def rate_at_rest(cart: "Cart", draft: ShippingRateDraft) -> Json:
    check_currency(cart, draft.price, "shippingRate.price")
    return draft.at_rest()


def rate_of(method: Json, cart: "Cart") -> Json | None:
    """The method's rate for where the cart goes, in its currency."""
    return rate_at(method, zones_at(cart.project_key, Place.of(cart.shipping_address)), cart.currency_code)


def renew_rate(cart: "Cart", context: Context) -> None:
    """The rate of today, for the address of now; a method that has none there goes. What is custom stays, and so does
    a method that does not exist any more.
    """
    method = method_of(cart, context)
    if method is None:
        return
    rate = rate_of(method, cart)
    if rate is None:
        cart.shipping_info = cart.shipping_custom_fields = None
    else:
        cart.shipping_info |= {"shippingMethodName": method["name"], "shippingRate": rate}


def rate_has_changed(cart: "Cart", context: Context) -> bool:
    """Whether the merchant asks another rate by now than the one the cart has."""
    method = method_of(cart, context)
    return method is not None and rate_of(method, cart) != cart.shipping_info["shippingRate"]


def method_of(cart: "Cart", context: Context) -> Json | None:
    reference = (cart.shipping_info or {}).get("shippingMethod")
    return context.find("shipping-method", reference["id"]) if reference else None


def judge_method(cart: "Cart", context: Context) -> None:
    """Say whether the method's predicate matches the cart as it has become."""
    method = method_of(cart, context)
    if method is not None:
        cart.shipping_info["shippingMethodState"] = MATCHES if suits_cart(method, cart, context) else DIFFERS


def shipment_of(cart: "Cart", goods_cents: int, context: Context) -> Shipment:
    """What decides on the tier of the cart's rate; the project is only asked where there are tiers."""
    tiers = (cart.shipping_info or {}).get("shippingRate", {}).get("tiers")
    return Shipment(goods_cents, _tiered_by(context) if tiers else None, cart.shipping_rate_input)


def shipment_for(cart: "Cart", rate: Json, context: Context) -> Shipment:
    """The same for a rate that the cart might have."""
    goods_cents = sum(item["totalPrice"]["centAmount"] for item in cart.items)
    return Shipment(goods_cents, _tiered_by(context) if rate["tiers"] else None, cart.shipping_rate_input)


def _tiered_by(context: Context) -> str | None:
    return (project_of(context).get("shippingRateInputType") or {}).get("type")


def set_rate_input(cart: "Cart", draft: ShippingRateInputDraft | None, context: Context) -> None:
    """A class or a score, whichever the project sorts carts by."""
    cart.shipping_rate_input = _rate_input(draft, context) if draft else None


def _rate_input(draft: ShippingRateInputDraft, context: Context) -> Json:
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
