"""Whether the discounts of a cart are still those it shows: looked at once more when it is ordered.

https://docs.commercetools.com/api/errors#discountcodenonapplicable
"""

from copy import deepcopy
from typing import TYPE_CHECKING

from apps.cart.carts.discounts.candidates import applying
from apps.cart.carts.discounts.codes import CAN_BE_ORDERED
from apps.cart.carts.ways import ways_of
from apps.cart.discount_codes.document import DiscountCode
from common.errors.checkout import PriceChanged
from common.errors.discounts import DiscountCodeNonApplicable
from common.resources.collection import find_json
from common.resources.context import Context
from common.resources.document import restored, stored
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def check_discounts(cart: "Cart", context: Context) -> None:
    """DiscountCodeNonApplicable for a code that does not match any more; PriceChanged where a discount came or went."""
    if cart.cart_state == "Frozen":
        _check_codes({each["discountCode"]["id"]: each["state"] for each in cart.discount_codes}, context)
        return
    found = applying(cart, context)
    _check_codes(found.code_states, context)
    if found.discounts or _is_discounted(cart):
        _check_that_nothing_changed(cart, context)


def _check_codes(states: dict[str, str], context: Context) -> None:
    for id, state in states.items():
        if state not in CAN_BE_ORDERED:
            code = find_json(DiscountCode, context.project_key, _id=id)
            raise DiscountCodeNonApplicable(code["code"] if code else None, id, state=state)


def _is_discounted(cart: "Cart") -> bool:
    return bool(
        cart.discount_on_total_price
        or any("discountedPrice" in way.info for way in ways_of(cart))
        or any(item["discountedPricePerQuantity"] for item in cart.items)
    )


def _check_that_nothing_changed(cart: "Cart", context: Context) -> None:
    now = restored(type(cart), deepcopy(stored(cart)))
    now.reckon_anew(context)
    before, after = _prices(cart), _prices(now)
    shipping = any(
        way.info.get("discountedPrice") != anew.info.get("discountedPrice")
        for way, anew in zip(ways_of(cart), ways_of(now), strict=True)
    )
    if before != after or shipping or cart.total_price != now.total_price:
        _check_codes(applying(cart, context).code_states, context)  # used up by others since the first look
        changed = [id for id in before if before[id] != after.get(id)]
        raise PriceChanged(changed, shipping=shipping)


def _prices(cart: "Cart") -> dict[str, Json]:
    return {item["id"]: item["discountedPricePerQuantity"] for item in cart.items}
