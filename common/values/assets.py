"""Media beside a category or a variant: a video, a manual, in one or several encodings.

https://docs.commercetools.com/api/types#asset
"""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Length

from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.localized import Localized
from common.values.texts import Key


@dataclass(frozen=True)
class AssetDimensions:
    """In pixels."""

    w: int
    h: int


@dataclass(frozen=True)
class AssetSource:
    uri: str
    key: Key | None = None
    dimensions: AssetDimensions | None = None
    content_type: str | None = None


AssetSources = Annotated[tuple[AssetSource, ...], Length(min=1)]


@dataclass(frozen=True)
class AssetDraft:
    name: Localized
    sources: AssetSources
    key: Key | None = None
    description: Localized | None = None
    tags: tuple[str, ...] | None = None
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True)
class Asset:
    id: str
    name: Localized
    sources: AssetSources
    key: Key | None = None
    description: Localized | None = None
    tags: tuple[str, ...] | None = None
    custom: CustomFields | None = None
