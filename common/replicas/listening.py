"""What a service listens to, declared where its resources are.

listens = [Listen("product", owner="product", lookups=skus_of), Listen("channel", owner="account")]
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


def nothing_more(_: Json) -> Iterable[str]:
    return ()


def everything(_: Json) -> bool:
    return True


@dataclass(frozen=True)
class Listen:
    """One type of resource that a service wants to know of."""

    type_id: str
    owner: str
    """The service whose resource it is."""
    lookups: Callable[[Json], Iterable[str]] = nothing_more
    """What it is found by besides its id and key: ``"sku:abc"``. The owner must know the name (see
    ``routes``).
    """
    keeps: Callable[[Json], bool] = everything
    """Which of them are worth a replica. One that was and is no more is kept as it is then."""
    aspect: str | None = None
    """Where those say so themselves: only events about this are heard."""

    @property
    def about(self) -> str:
        return self.aspect or self.type_id

    def lookups_of(self, json: Json) -> list[str]:
        key = [f"key:{json['key']}"] if "key" in json else []
        return sorted({*key, *self.lookups(json)})


def by_type(listens: Sequence[Listen]) -> dict[str, Listen]:
    """Raises TypeError where a type is declared twice."""
    declared = {listen.type_id: listen for listen in listens}
    if len(declared) < len(listens):
        raise TypeError("a service listens to one type twice")
    return declared
