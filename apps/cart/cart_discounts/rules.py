"""Which values go with which targets, and what the predicates of a discount speak of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from apps.cart.predicates import CART, CUSTOM_LINE_ITEM, LINE_ITEM
from common.errors import InvalidInput, InvalidOperation
from common.predicates.discounts import Predicate, predicate
from common.predicates.facts import Facts
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.cart_discounts.document import CartDiscount

FACTS_OF: dict[str, Facts] = {
    "lineItems": LINE_ITEM,
    "multiBuyLineItems": LINE_ITEM,
    "customLineItems": CUSTOM_LINE_ITEM,
    "multiBuyCustomLineItems": CUSTOM_LINE_ITEM,
}
"""What the predicate of a target asks; the other targets have none."""

DEFAULT_MODES = {"absolute": "ProportionateDistribution", "fixed": "IndividualApplication"}


def value_at_rest(value: Json) -> Json:
    """With the mode in which it applies, where the client left it open."""
    mode = DEFAULT_MODES.get(value["type"])
    return value | ({"applicationMode": mode} if mode and "applicationMode" not in value else {})


def check(discount: "CartDiscount") -> None:
    """Raises for a discount that could never be applied."""
    check_effect(discount.value, discount.target)
    for _ in _predicates(discount):
        pass


def check_effect(value: Json, target: Json | None) -> None:
    """InvalidInput or InvalidOperation for what does not go together."""
    is_gift = value["type"] == "giftLineItem"
    if is_gift != (target is None):
        raise InvalidInput("A gift line item has no target." if is_gift else "A target is required.")
    if target is None:
        return
    if "money" in value:
        _check_money(value["money"])
    is_multi_buy = target["type"].startswith("multiBuy")
    if is_multi_buy and value["type"] == "absolute":
        raise InvalidInput("An absolute value cannot be taken off a multi-buy target.")
    if is_multi_buy and target["discountedQuantity"] > target["triggerQuantity"]:
        raise InvalidInput("The discountedQuantity must not be more than the triggerQuantity.")
    if value["type"] == "relative" and "applicationMode" in value:
        raise InvalidOperation("The applicationMode of a relative value needs a target of type pattern.")
    if value["type"] == "fixed" and value.get("applicationMode") != "IndividualApplication":
        raise InvalidOperation("A fixed value is applied to each piece; other modes need a target of type pattern.")


def _check_money(money: list[Json]) -> None:
    currencies = [each["currencyCode"] for each in money]
    if not currencies or len(set(currencies)) < len(currencies):
        raise InvalidOperation("An amount is required, and at most one for each currency.")


def references_of(discount: "CartDiscount") -> list[Json]:
    """Whatever the predicates name by its id."""
    named = dict.fromkeys(each for told in _predicates(discount) for each in told.references)
    return [{"typeId": type_id, "id": id} for type_id, id in named]


def _predicates(discount: "CartDiscount") -> Iterator[Predicate]:
    yield predicate(discount.cart_predicate, CART)
    if told := target_predicate(discount.target):
        yield told


def target_predicate(target: Any) -> Predicate | None:
    """Asked of each line; None where the target has no lines."""
    return predicate(target["predicate"], FACTS_OF[target["type"]]) if target and "predicate" in target else None
