"""Which pieces of a line go to which of its cart's, or order's, item shipping addresses.

https://docs.commercetools.com/api/projects/carts#itemshippingdetails
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from common.errors import InvalidField, InvalidOperation
from common.values.items import ItemShippingTarget
from common.wire import dump
from common.wire.json import Json


class ShippedByItem(Protocol):
    """A cart or an order: what has item shipping addresses."""

    item_shipping_addresses: Any


@dataclass(frozen=True)
class ShippingDetailsDraft:
    targets: tuple[ItemShippingTarget, ...] = ()


def set_details(holder: ShippedByItem, item: Json, draft: ShippingDetailsDraft | None) -> None:
    """Without a draft they go."""
    if draft is None:
        item.pop("shippingDetails", None)
    else:
        item["shippingDetails"] = _details(_known(holder, draft.targets), item["quantity"])


def with_delta(holder: ShippedByItem, item: Json, delta: Iterable[ItemShippingTarget]) -> Json:
    """Positive quantities more to their addresses, negative ones fewer."""
    changed = _details([*_targets(item), *_known(holder, delta)], item["quantity"])
    if any(target["quantity"] < 0 for target in changed["targets"]):
        raise InvalidOperation("Fewer than no pieces cannot be shipped to an address.")
    return changed


def merged_details(item: Json, more: Json | None) -> None:
    """Add the targets of the same line that was put into the cart once more."""
    if more is not None:
        item["shippingDetails"] = _details([*_targets(item), *more["targets"]], item["quantity"])


def _targets(item: Json) -> list[Json]:
    return list(item.get("shippingDetails", {}).get("targets", ()))


def _known(holder: ShippedByItem, targets: Iterable[ItemShippingTarget]) -> list[Json]:
    """As JSON; InvalidField for an address that is not among them."""
    known = {address["key"] for address in holder.item_shipping_addresses or ()}
    for target in (targets := tuple(targets)):
        if target.address_key not in known:
            raise InvalidField("shippingDetails.targets.addressKey", target.address_key, sorted(known))
    return [dump(target) for target in targets]


def _details(targets: Iterable[Json], quantity: int) -> Json:
    """One target per address and method; those of quantity 0 go."""
    sums: dict[tuple[str, str | None], int] = {}
    for target in targets:
        place = (target["addressKey"], target.get("shippingMethodKey"))
        sums[place] = sums.get(place, 0) + target["quantity"]
    merged = [
        {"addressKey": key, "quantity": pieces} | ({"shippingMethodKey": method} if method else {})
        for (key, method), pieces in sums.items()
        if pieces
    ]
    return {"targets": merged, "valid": sum(sums.values()) == quantity}
