"""Prices of a variant: for whom, where, when, and from which quantity.

https://docs.commercetools.com/api/projects/products#price
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from uuid import uuid4

from marshmallow.validate import Range

from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.money import Money
from common.values.references import ToChannel, ToCustomerGroup, ToProductDiscount
from common.values.texts import CountryCode, Key


@dataclass(frozen=True)
class PriceTier:
    """The unit price from ``minimum_quantity`` on."""

    minimum_quantity: Annotated[int, Range(min=2)]
    value: Money


@dataclass(frozen=True)
class DiscountedPrice:
    """The unit price once the best product discount has been taken off."""

    value: Money
    discount: ToProductDiscount


@dataclass(frozen=True)
class PriceDraft:
    """``id`` is the one the price will have, drawn once: in every place that the draft is put, it is one price."""

    id: str = field(default_factory=lambda: str(uuid4()), init=False)
    value: Money
    key: Key | None = None
    country: CountryCode | None = None
    customer_group: ToCustomerGroup | None = None
    channel: ToChannel | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    tiers: tuple[PriceTier, ...] | None = None
    discounted: DiscountedPrice | None = None
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True)
class Price:
    id: str
    value: Money
    key: Key | None = None
    country: CountryCode | None = None
    customer_group: ToCustomerGroup | None = None
    channel: ToChannel | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    tiers: tuple[PriceTier, ...] | None = None
    discounted: DiscountedPrice | None = None
    custom: CustomFields | None = None
