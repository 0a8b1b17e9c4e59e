"""What surrounds one request when a draft is born or an action applied."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from common.errors import ApiError, ReferencedResourceNotFound
from common.replicas import doubt
from common.values.references import Reference, references_in
from common.wire.json import Json
from common.wire.times import now_text


class Source(Protocol):
    """Where resources of one type can be looked up: our own collection, or the replica of another service's."""

    def by_id(self, project_key: str, ids: Iterable[str]) -> Mapping[str, Json]:
        """id → JSON as on the wire, of those that exist."""

    def by_key(self, project_key: str, keys: Iterable[str]) -> Mapping[str, Json]:
        """key → JSON as on the wire, of those that exist."""


@runtime_checkable
class Behind(Protocol):
    """A source that may be a moment behind the owner."""

    def again(self, project_key: str, ids: Iterable[str]) -> Mapping[str, Json]:
        """As ``by_id``, once the owner was asked."""


Sources = Mapping[str, Source]  # type id → where to look


@dataclass(frozen=True)
class Context:
    """One project, one moment, one actor; and a way to look other resources up, remembered for the request.

    ``may`` says whether the actor has a permission of the project beside the one that every view asks for.
    """

    project_key: str
    sources: Sources
    actor: Json | None = None
    now: str = field(default_factory=now_text)
    may: Callable[[str], bool] = field(default=lambda _: True, repr=False)  # of what no client asked for
    noted: dict[str, Any] = field(default_factory=dict, repr=False)
    """What one part of the request keeps for later, by names of its own."""
    _seen: dict[tuple[str, str], Json] = field(default_factory=dict, repr=False)

    def find(self, type_id: str, id: str) -> Json | None:
        """The resource's JSON as on the wire, or None."""
        return self.find_all(type_id, [id]).get(id)

    def find_all(self, type_id: str, ids: Iterable[str]) -> Mapping[str, Json]:
        """id → JSON of those that exist; one query for all that this request has not seen yet."""
        wanted = set(ids)
        if unseen := {id for id in wanted if (type_id, id) not in self._seen}:
            self._remember(type_id, self._source(type_id).by_id(self.project_key, unseen).values())
        return {id: self._seen[type_id, id] for id in wanted if (type_id, id) in self._seen}

    def find_by_key(self, type_id: str, key: str) -> Json | None:
        found = self._source(type_id).by_key(self.project_key, [key])
        self._remember(type_id, found.values())
        return found.get(key)

    def find_again(self, type_id: str, id: str) -> Json | None:
        """The same as its owner knows it, for what would be refused by what is known here."""
        source = self._source(type_id)
        fresh = (
            source.again(self.project_key, [id]) if isinstance(source, Behind) else source.by_id(self.project_key, [id])
        )
        self._remember(type_id, fresh.values())
        return fresh.get(id)

    def resolve(self, *payloads: Any) -> None:
        """Give every reference in the payloads its id; ReferencedResourceNotFound for one that leads nowhere."""
        by_type: dict[str, list[Reference]] = {}
        for reference in references_in(payloads):
            by_type.setdefault(reference.type_id, []).append(reference)
        for type_id, references in by_type.items():
            self._resolve(type_id, references)

    def _resolve(self, type_id: str, references: list[Reference]) -> None:
        by_key: Mapping[str, Json] = {}
        if keys := {reference.key for reference in references if reference.key is not None}:
            by_key = self._source(type_id).by_key(self.project_key, keys)
            self._remember(type_id, by_key.values())
        for reference in references:
            if reference.key is not None and reference.key in by_key:
                reference.id = by_key[reference.key]["id"]
        found = self.find_all(type_id, {reference.id for reference in references if reference.id is not None})
        for reference in references:
            if reference.id is None or reference.id not in found:
                raise no_such(type_id, id=reference.id, key=reference.key)

    def _remember(self, type_id: str, found: Iterable[Json]) -> None:
        self._seen.update({(type_id, json["id"]): json for json in found})

    def _source(self, type_id: str) -> Source:
        return self.sources.get(type_id, NOWHERE)


def no_such(type_id: str, id: str | None = None, key: str | None = None) -> ApiError:
    """That a reference leads nowhere, unless its owner could not be asked."""
    return doubt.weighed(ReferencedResourceNotFound(type_id, id=id, key=key), type_id)


class _Nowhere:
    """The source of a type that is not served yet: nothing of it exists."""

    def by_id(self, project_key: str, ids: Iterable[str]) -> Mapping[str, Json]:
        return {}

    def by_key(self, project_key: str, keys: Iterable[str]) -> Mapping[str, Json]:
        return {}


NOWHERE = _Nowhere()
