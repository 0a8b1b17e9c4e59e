"""Slugs of categories, products and shopping lists: what stands in a shop's URLs."""

import re
from typing import Annotated

from common.errors import InvalidField
from common.predicates.shape import Kind, Shape
from common.values.localized import Localized

Slug = Annotated[Localized, Shape(others=Kind.TEXT, listed_in="_slugs")]
"""Locale → text; whoever has one lists it as ``"en:hats"`` in ``_slugs``, where it is unique and found."""

SLUG = re.compile(r"[A-Za-z0-9_-]{2,256}\Z")


def checked_slug(slug: Localized) -> Localized:
    for locale, text in slug.items():
        if not SLUG.match(text):
            raise InvalidField(f"slug.{locale}", text)
    return slug
