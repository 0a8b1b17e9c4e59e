"""Texts of a fixed form: keys, countries, external names, email addresses, days.

A pattern here is Python's own on short texts of a client; it is never sent to the database.
"""

from datetime import date
from typing import Annotated

from marshmallow import ValidationError
from marshmallow.validate import Length, Regexp, Validator

KEY = r"^[A-Za-z0-9_-]{2,256}\Z"

Key = Annotated[str, Regexp(KEY, error="Expected 2 to 256 letters, digits, hyphens and underscores")]
CountryCode = Annotated[str, Regexp(r"^[A-Z]{2}\Z", error="Expected a country code such as DE")]
ShortText = Annotated[str, Length(max=256)]

EMAIL = r"^(?=.{3,254}\Z)[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z"  # short first: the rest then has little to try

Email = Annotated[str, Regexp(EMAIL, error="Expected an email address")]
EmailAsGiven = Annotated[str, Regexp(r"^[^\s\x00]{1,254}\Z", error="Expected up to 254 characters without spaces")]
"""A customer's. commercetools does not look whether it is one, and its own SDKs' tests send some without an @."""


class _OfTheCalendar(Validator):
    def __call__(self, value: str) -> str:
        try:
            sound = date.fromisoformat(value).isoformat() == value
        except ValueError:
            sound = False
        if not sound:
            raise ValidationError("Expected a date such as 2026-01-31")
        return value


Day = Annotated[str, _OfTheCalendar()]
