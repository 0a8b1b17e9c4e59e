"""limit, offset and withTotal, with the API's own bounds.

https://docs.commercetools.com/api/general-concepts#paging
"""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from common.errors import InvalidInput

MAX_LIMIT, DEFAULT_LIMIT, MAX_OFFSET = 500, 20, 10_000
INTEGER = re.compile("-?[0-9]{1,20}")


@dataclass(frozen=True)
class Page:
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    with_total: bool = True


def page_of(arguments: MultiDict[str, str]) -> Page:
    return Page(
        limit=whole(arguments, "limit", DEFAULT_LIMIT, 0, MAX_LIMIT),
        offset=whole(arguments, "offset", 0, 0, MAX_OFFSET),
        with_total=truth(arguments, "withTotal", True),
    )


def whole(arguments: MultiDict[str, str], name: str, default: int, least: int, most: int) -> int:
    """The parameter as an integer within its bounds; InvalidInput names it otherwise."""
    given = arguments.get(name)
    if given is None:
        return default
    if not INTEGER.fullmatch(given):
        raise InvalidInput(f"Malformed parameter: {name}: '{given[:50]}' is not an integer.")
    if not least <= (number := int(given)) <= most:
        raise InvalidInput(f"Malformed parameter: {name}: {number} is not between {least} and {most}.")
    return number


def truth(arguments: MultiDict[str, str], name: str, default: bool) -> bool:
    given = arguments.get(name)
    if given is None:
        return default
    if given not in ("true", "false"):
        raise InvalidInput(f"Malformed parameter: {name}: '{given[:50]}' is neither true nor false.")
    return given == "true"
