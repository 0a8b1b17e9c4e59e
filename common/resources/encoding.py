"""Documents as the bytes that the database keeps."""

import bson

from common.errors import InvalidOperation
from common.resources.document import Stored


def encoded(document: Stored) -> bytes:
    """BSON; InvalidOperation where a number has grown beyond what it holds: quantities are added up, too."""
    try:
        return bson.encode(document)
    except OverflowError:
        raise InvalidOperation("A number of this resource would be larger than 64 bits.") from None
