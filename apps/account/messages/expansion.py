"""What messages are about, for ``expand=resource``: account keeps no replica of it, so its owner is asked.

Nobody says which service owns a type; the one that knows it has an answer, and is remembered.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from common.replicas.owners import Owner, OwnerAway
from common.resources.context import Source, Sources
from common.services import table
from common.settings import settings
from common.wire.json import Json

_owner_of: dict[str, Owner] = {}


class Everywhere(Mapping[str, Source]):
    """Account's own types, and every other one."""

    def __init__(self, own: Sources) -> None:
        self._own = own

    def __getitem__(self, type_id: str) -> Source:
        return self._own.get(type_id) or Elsewhere(type_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


class Elsewhere:
    """Resources of a type that another service owns. Where it does not answer, they are not expanded."""

    def __init__(self, type_id: str) -> None:
        self.type_id = type_id

    def by_id(self, project_key: str, ids: Iterable[str]) -> Mapping[str, Json]:
        wanted, known = sorted(ids), _owner_of.get(self.type_id)
        for owner in [known] if known else _others():
            try:
                found = owner.now(project_key, self.type_id, ids=wanted)
            except OwnerAway:
                continue
            if found:
                _owner_of[self.type_id] = owner
                return {json["id"]: json for json in found}
        return {}

    def by_key(self, project_key: str, keys: Iterable[str]) -> Mapping[str, Json]:
        """Messages name what they are about by id."""
        return {}


@cache
def _others() -> list[Owner]:
    return [Owner(settings().service_url(service.name)) for service in table().services if service.name != "account"]
