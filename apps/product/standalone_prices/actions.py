"""What a client may do to a standalone price. For whom and where it is stays as it was made; from when and until when
may change.

https://docs.commercetools.com/api/projects/standalone-prices#update-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from apps.product.product_discounts.external import check_external
from apps.product.standalone_prices.discounts import seen_price
from apps.product.standalone_prices.document import StandalonePrice
from apps.product.standalone_prices.messages import (
    StandalonePriceActiveChanged,
    StandalonePriceExternalDiscountSet,
    StandalonePriceKeySet,
    StandalonePriceStagedChangesApplied,
    StandalonePriceStagedChangesRemoved,
    StandalonePriceTierAdded,
    StandalonePriceTierRemoved,
    StandalonePriceTiersSet,
    StandalonePriceValidFromAndUntilSet,
    StandalonePriceValidFromSet,
    StandalonePriceValidUntilSet,
    StandalonePriceValueChanged,
)
from common.errors import InvalidField, InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.document import on_the_wire, stored
from common.resources.families.custom_fields import custom_fields
from common.resources.messages import Message
from common.values.money import Money
from common.values.prices import DiscountedPrice, PriceTier
from common.values.texts import Key
from common.wire import dump

actions = Actions(StandalonePrice)
actions.include(custom_fields("standalone-price"))


@actions("changeValue")
@dataclass(frozen=True)
class ChangeValue:
    """``staged``: only once that is applied."""

    value: Money
    staged: bool = False

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        before = (price.staged or {}).get("value", price.value) if self.staged else price.value
        if self.staged:
            price.staged = {**(price.staged or {}), "value": dump(self.value)}
        else:
            price.value = dump(self.value)
        if before != dump(self.value):
            yield StandalonePriceValueChanged(dump(self.value), self.staged, before)


@actions("applyStagedChanges")
@dataclass(frozen=True)
class ApplyStagedChanges:
    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        staged, price.staged = _staged(price), None
        price.value = staged["value"]
        yield StandalonePriceStagedChangesApplied(staged)


@actions("removeStagedChanges")
@dataclass(frozen=True)
class RemoveStagedChanges:
    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        staged, price.staged = _staged(price), None
        yield StandalonePriceStagedChangesRemoved(staged)


def _staged(price: StandalonePrice) -> dict[str, object]:
    if not price.staged:
        raise InvalidOperation("The price has no staged changes.")
    return dict(price.staged)


@actions("changeActive")
@dataclass(frozen=True)
class ChangeActive:
    """An inactive price is offered to nobody."""

    active: bool

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        before, price.active = price.active, self.active
        if before != self.active:
            yield StandalonePriceActiveChanged(self.active, before)


@actions("setKey")
@dataclass(frozen=True)
class SetKey:
    key: Key | None = None

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        before, price.key = price.key, self.key
        if before != self.key:
            yield StandalonePriceKeySet(self.key, before)


@actions("setDiscountedPrice")
@dataclass(frozen=True)
class SetDiscountedPrice:
    """What an external product discount makes of the price; without it, nothing does."""

    discounted: DiscountedPrice | None = None

    def apply(self, price: StandalonePrice, context: Context) -> Iterator[Message]:
        if seen_price(on_the_wire(stored(price)), context) is None:
            raise InvalidOperation(f"No published product has a variant with sku '{price.sku}'.")
        told = dump(self.discounted)
        if told:
            check_external(told, price.value, context)
        before, price.discounted = price.discounted, told
        if before != told:
            yield StandalonePriceExternalDiscountSet(told)


@actions("setPriceTiers")
@dataclass(frozen=True)
class SetPriceTiers:
    tiers: tuple[PriceTier, ...]

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        before, after = price.tiers or [], dump(self.tiers)
        price.tiers = after or None
        if before != after:
            yield StandalonePriceTiersSet(after, before)


@actions("addPriceTier")
@dataclass(frozen=True)
class AddPriceTier:
    tier: PriceTier

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        price.tiers = [*(price.tiers or ()), dump(self.tier)]
        yield StandalonePriceTierAdded(dump(self.tier))


@actions("removePriceTier")
@dataclass(frozen=True)
class RemovePriceTier:
    minimum_quantity: int

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        tiers = price.tiers or []
        gone = next((tier for tier in tiers if tier["minimumQuantity"] == self.minimum_quantity), None)
        if gone is None:
            raise InvalidField("minimumQuantity", self.minimum_quantity)
        price.tiers = [tier for tier in tiers if tier is not gone] or None
        yield StandalonePriceTierRemoved(gone)


@actions("setValidFrom")
@dataclass(frozen=True)
class SetValidFrom:
    valid_from: datetime | None = None

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        before, price.valid_from = price.valid_from, dump(self.valid_from)
        if before != price.valid_from:
            yield StandalonePriceValidFromSet(self.valid_from, before)


@actions("setValidUntil")
@dataclass(frozen=True)
class SetValidUntil:
    valid_until: datetime | None = None

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        before, price.valid_until = price.valid_until, dump(self.valid_until)
        if before != price.valid_until:
            yield StandalonePriceValidUntilSet(self.valid_until, before)


@actions("setValidFromAndUntil")
@dataclass(frozen=True)
class SetValidFromAndUntil:
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def apply(self, price: StandalonePrice) -> Iterator[Message]:
        before = price.valid_from, price.valid_until
        price.valid_from, price.valid_until = dump(self.valid_from), dump(self.valid_until)
        if before != (price.valid_from, price.valid_until):
            yield StandalonePriceValidFromAndUntilSet(self.valid_from, before[0], self.valid_until, before[1])
