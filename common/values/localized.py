"""A text in several languages.

https://docs.commercetools.com/api/types#localizedstring
"""

from typing import Annotated, Any

from marshmallow import fields as wire
from marshmallow.validate import Regexp

from common.wire import kinds

LOCALE = r"^[a-z]{2}(-[A-Z]{2})?\Z"

Locale = Annotated[str, Regexp(LOCALE, error="Expected a locale such as en or de-CH")]


class _Texts:
    """The mark that makes ``dict[str, str]`` an object of locale → text on the wire."""

    def field(self, **options: Any) -> wire.Field:
        locale = kinds.Text(validate=Regexp(LOCALE, error="Expected a locale such as en or de-CH"))
        return kinds.Object(keys=locale, values=kinds.Text(), **options)


Localized = Annotated[dict[str, str], _Texts()]
"""Locale → text: ``{"en": "Hats", "de-CH": "Hüte"}``."""
