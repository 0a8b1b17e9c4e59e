"""What a product tells. ``staged`` says that only the staged half changed.

https://docs.commercetools.com/api/projects/messages#product-messages
"""

from dataclasses import dataclass
from typing import Literal

from common.resources.messages import Message
from common.values.localized import Localized
from common.wire.json import Json

PublishScope = Literal["All", "Prices"]


@dataclass(frozen=True, kw_only=True)
class _WithImages(Message):
    """``removed_image_urls`` names uploaded images that went; none are stored here, so none go."""

    removed_image_urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductCreated(Message):
    product_projection: Json


@dataclass(frozen=True)
class ProductPublished(_WithImages):
    product_projection: Json
    scope: PublishScope


@dataclass(frozen=True)
class ProductPriceDiscountsSet(Message):
    """``updated_prices``: which prices of which variants, and what they are discounted to now."""

    updated_prices: list[Json]


@dataclass(frozen=True)
class ProductPriceExternalDiscountSet(Message):
    variant_id: int
    price_id: str
    staged: bool
    variant_key: str | None = None
    sku: str | None = None
    discounted: Json | None = None


@dataclass(frozen=True)
class ProductUnpublished(Message):
    pass


@dataclass(frozen=True)
class ProductDeleted(_WithImages):
    current_projection: Json


@dataclass(frozen=True)
class ProductRevertedStagedChanges(_WithImages):
    pass


@dataclass(frozen=True)
class ProductSlugChanged(Message):
    slug: Localized
    old_slug: Localized


@dataclass(frozen=True)
class ProductAddedToCategory(Message):
    category: Json
    staged: bool


@dataclass(frozen=True)
class ProductRemovedFromCategory(Message):
    category: Json
    staged: bool


@dataclass(frozen=True)
class ProductPriceModeSet(Message):
    to: str


@dataclass(frozen=True)
class ProductVariantAdded(Message):
    variant: Json
    staged: bool


@dataclass(frozen=True)
class ProductVariantDeleted(_WithImages):
    variant: Json
    staged: bool


@dataclass(frozen=True)
class ProductImageAdded(Message):
    variant_id: int
    image: Json
    staged: bool


@dataclass(frozen=True)
class ProductPricesSet(Message):
    variant_id: int
    prices: list[Json]
    staged: bool


@dataclass(frozen=True)
class ProductPriceAdded(Message):
    variant_id: int
    price: Json
    staged: bool


@dataclass(frozen=True)
class ProductPriceRemoved(Message):
    variant_id: int
    price: Json
    staged: bool


@dataclass(frozen=True)
class ProductPriceChanged(Message):
    """``old_price`` is the current one; the staged one where it is not current yet."""

    variant_id: int
    old_price: Json
    new_price: Json
    staged: bool
    old_staged_price: Json | None = None


@dataclass(frozen=True)
class ProductPriceKeySet(Message):
    variant_id: int
    price_id: str
    staged: bool
    key: str | None = None
    old_key: str | None = None


@dataclass(frozen=True)
class ProductPriceCustomFieldsSet(Message):
    variant_id: int
    price_id: str
    custom_field: Json
    staged: bool
    old_type_id: str | None = None


@dataclass(frozen=True)
class ProductPriceCustomFieldsRemoved(Message):
    variant_id: int
    price_id: str
    staged: bool


@dataclass(frozen=True)
class _PriceCustomField(Message):
    variant_id: int
    price_id: str
    name: str
    staged: bool


@dataclass(frozen=True)
class ProductPriceCustomFieldAdded(_PriceCustomField):
    value: object


@dataclass(frozen=True)
class ProductPriceCustomFieldChanged(_PriceCustomField):
    value: object


@dataclass(frozen=True)
class ProductPriceCustomFieldRemoved(_PriceCustomField):
    pass


@dataclass(frozen=True)
class ProductStateTransition(Message):
    state: Json
    force: bool
