"""Media beside a category or a variant: a video, a manual, in one or several encodings.

https://docs.commercetools.com/api/types#asset
"""

from dataclasses import dataclass, field
from typing import Annotated
from uuid import uuid4

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
    """``id`` is the one the asset will have, drawn once: in every place that the draft is put, it is one asset."""

    id: str = field(default_factory=lambda: str(uuid4()), init=False)
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
