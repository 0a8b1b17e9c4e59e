"""What the discounts that apply take off: of the lines first, then of the shipping, at last of the whole cart.

https://docs.commercetools.com/api/projects/carts#discountedlineitempriceforquantity
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from apps.cart.carts.discounts.applied import Applied
from apps.cart.carts.discounts.gifts import is_gift
from apps.cart.carts.ways import Way
from common.pricing.discounts import Discount, DiscountedLine, Portion, take_off_amount, take_off_lines
from common.pricing.shares import in_proportion
from common.values.money import cent_precision, grains_of, in_grains
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

OF_THE_WHOLE = ("shipping", "totalPrice", "giftLineItem")


def discount_lines(cart: "Cart", discounts: Sequence[Applied]) -> None:
    """Write ``discountedPricePerQuantity`` of every item, gifts excepted."""
    lines = lines_after(cart, discounts)
    currency_code = cart.currency_code
    references = {each.id: each.reference for each in discounts}
    for item in cart.items:
        if not is_gift(item):
            line = lines.get(item["id"])
            item["discountedPricePerQuantity"] = (
                [_json(each, line, references, currency_code) for each in line.merged()]
                if line and line.is_touched
                else []
            )


def lines_after(cart: "Cart", discounts: Sequence[Applied]) -> Mapping[str, DiscountedLine]:
    """item id → the line after all discounts, of those that any discount chose."""
    lines: dict[str, DiscountedLine] = {}
    for each in discounts:
        if each.kind in OF_THE_WHOLE:
            continue
        for seen in each.chosen:
            id = seen.item["id"]
            if id not in lines:
                lines[id] = _line(seen.item, seen.unit)
        chosen = [lines[seen.item["id"]] for seen in each.chosen]
        take_off_lines(
            Discount(each.id, each.value, each.target or {}, chosen), cart.currency_code, cart.price_rounding_mode
        )
    return lines


def _line(item: Json, unit: Json) -> DiscountedLine:
    amount, grains_per_cent = grains_of(unit)
    return DiscountedLine(_name_of(item), [Portion(amount, item["quantity"])], grains_per_cent)


def _name_of(item: Json) -> str:
    """Decides between lines that cost the same. Ids are random: by what is in them first, so that of two carts with
    the same in them each line costs the same.
    """
    variant = item.get("variant")
    content = variant.get("sku", f"{item['productId']}/{variant['id']}") if variant else item["slug"]
    return f"{content} {item['id']}"


def _json(portion: Portion, line: DiscountedLine, references: Mapping[str, Json], currency_code: str) -> Json:
    grains = line.grains_per_cent
    if grains == 1:
        return {
            "quantity": portion.quantity,
            "discountedPrice": {
                "value": cent_precision(currency_code, portion.unit),
                "includedDiscounts": [
                    {"discount": references[id], "discountedAmount": cent_precision(currency_code, off)}
                    for id, off in portion.included
                ],
            },
        }
    included = [
        {"discount": references[id], "discountedAmount": in_grains(currency_code, off, grains)}
        for id, off in portion.included
    ]
    price = {"value": in_grains(currency_code, portion.unit, grains), "includedDiscounts": included}
    return {"quantity": portion.quantity, "discountedPrice": price}


def discount_shipping(cart: "Cart", ways: Sequence[Way], discounts: Sequence[Applied]) -> None:
    """Write ``discountedPrice`` of the ways in which the cart is shipped; each gets its share by what it costs."""
    infos = [way.info for way in ways]
    prices = [info["price"]["centAmount"] for info in infos]
    taken = _taken(cart, sum(prices), [each for each in discounts if each.kind == "shipping"])
    for info in infos:
        info.pop("discountedPrice", None)
    names, left = [way.key or "" for way in ways], list(prices)
    included: list[list[tuple[Applied, int]]] = [[] for _ in infos]
    for each, off in taken:
        for at, share in enumerate(in_proportion(off, left, names)):
            if share:
                left[at] -= share
                included[at].append((each, share))
    for info, cents, shares in zip(infos, left, included, strict=True):
        if shares:
            info["discountedPrice"] = {
                "value": cent_precision(cart.currency_code, cents),
                "includedDiscounts": _included(shares, cart.currency_code),
            }


def discount_total(cart: "Cart", total_cents: int, discounts: Sequence[Applied]) -> None:
    """Write ``discountOnTotalPrice``; net and gross follow with the taxes."""
    taken = _taken(cart, total_cents, [each for each in discounts if each.kind == "totalPrice"])
    cart.discount_on_total_price = {
        "discountedAmount": cent_precision(cart.currency_code, sum(off for _, off in taken)),
        "includedDiscounts": _included(taken, cart.currency_code),
    } if taken else None  # fmt: skip


def _taken(cart: "Cart", cents: int, discounts: Iterable[Applied]) -> list[tuple[Applied, int]]:
    """How many cents each discount takes off, one after the other."""
    taken = []
    for each in discounts:
        if off := take_off_amount(each.value, cents, cart.currency_code, cart.price_rounding_mode):
            taken.append((each, off))
            cents -= off
    return taken


def _included(taken: Iterable[tuple[Applied, int]], currency_code: str) -> list[Json]:
    return [{"discount": each.reference, "discountedAmount": cent_precision(currency_code, off)} for each, off in taken]
