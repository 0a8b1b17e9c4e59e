"""What a category tells."""

from dataclasses import dataclass
from typing import Any

from common.resources.messages import Message
from common.values.localized import Localized


@dataclass(frozen=True)
class CategoryCreated(Message):
    category: dict[str, Any]


@dataclass(frozen=True)
class CategorySlugChanged(Message):
    slug: Localized
    old_slug: Localized
