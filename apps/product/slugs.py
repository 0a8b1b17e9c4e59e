"""Slugs of categories and products: what stands in a shop's URLs."""

import re

from common.errors import InvalidField
from common.values.localized import Localized

SLUG = re.compile(r"[A-Za-z0-9_-]{2,256}\Z")


def checked_slug(slug: Localized) -> Localized:
    for locale, text in slug.items():
        if not SLUG.match(text):
            raise InvalidField(f"slug.{locale}", text)
    return slug
