"""Texts of a fixed form: keys, countries, external names.

A pattern here is Python's own on short texts of a client; it is never sent to the database.
"""

from typing import Annotated

from marshmallow.validate import Length, Regexp

KEY = r"^[A-Za-z0-9_-]{2,256}\Z"

Key = Annotated[str, Regexp(KEY, error="Expected 2 to 256 letters, digits, hyphens and underscores")]
CountryCode = Annotated[str, Regexp(r"^[A-Z]{2}\Z", error="Expected a country code such as DE")]
ShortText = Annotated[str, Length(max=256)]
