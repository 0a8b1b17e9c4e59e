"""One change of the rows at rest: which need it, and what becomes of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from common.resources.card import ResourceType
from common.resources.document import Stored


@dataclass(frozen=True)
class Migration:
    """``Service.migrations`` lists them in the order in which they run, oldest first; one whose releases nobody comes
    from any more is removed.

    It must suit both the release that brings it and the one before, which still runs: so a field is first written by
    code beside the old one, then filled in by a migration, then read; only a release later may another migration, that
    comes ``after`` that one, remove what was there before.
    """

    name: str
    card: ResourceType[Any]
    todo: Mapping[str, Any]
    """A query for the rows that need it. What old code writes meanwhile is looked at once more in the end."""
    change: Callable[[Stored], Stored]
    """From a row at rest to the fields that are to be different, None for one that goes. The same for the same row,
    however often it is asked.
    """
    after: str = ""
    """The name of one that must be finished before this begins."""
