"""``localeProjection=en&localeProjection=de``: texts in these languages only.

https://docs.commercetools.com/api/projects/productProjections#locales
"""

import re
from typing import Any

from apps.product.products.variants import variants_of
from common.values.localized import LOCALE
from common.wire.json import Json

LOCALIZED = ("name", "slug", "description", "metaTitle", "metaDescription", "metaKeywords", "searchKeywords")


def keep_locales(projection: Json, locales: frozenset[str]) -> None:
    """Take away, in place, what is in other languages; also in attributes and in the words of assets.

    What is said in none of them is left in one of its own, so that nothing is without a name.
    """
    for name in LOCALIZED:
        if name in projection:
            projection[name] = _kept(projection[name], locales)
    projection["attributes"] = _kept(projection["attributes"], locales)
    for variant in variants_of(projection):
        variant["attributes"] = _kept(variant["attributes"], locales)
        for asset in variant["assets"]:
            asset |= {name: _kept(asset[name], locales) for name in ("name", "description") if name in asset}


def _kept(value: Any, locales: frozenset[str]) -> Any:
    match value:
        case list():
            return [_kept(one, locales) for one in value]
        case dict() if value and all(re.match(LOCALE, name) for name in value):
            kept = {locale: text for locale, text in value.items() if locale in locales}
            return kept or dict([next(iter(value.items()))])
        case dict():
            return {name: _kept(one, locales) for name, one in value.items()}
    return value
