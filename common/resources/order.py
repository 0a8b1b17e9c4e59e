"""Things in an order that a client names: assets, field definitions, line items."""

from collections.abc import Sequence

from common.errors import InvalidInput
from common.wire.json import Json


def in_order(things: Sequence[Json], by: str, wanted: Sequence[str]) -> list[Json]:
    """The same things in the order of the ids, names or keys that ``wanted`` lists, each exactly once."""
    known = {thing[by]: thing for thing in things}
    if sorted(wanted) != sorted(known):
        given, there = (", ".join(names) or "none" for names in (wanted, known))
        raise InvalidInput(f"The new order must list each {by} exactly once ({there}), and not: {given}.")
    return [known[name] for name in wanted]
