"""A service as its table of contents: the resources it owns, what it listens to, routes no resource has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import Blueprint
from pymongo import IndexModel

from common.resources.card import ResourceType
from common.resources.collection import OwnSource
from common.resources.context import Source

if TYPE_CHECKING:
    from common.migrations.migration import Migration


@dataclass(frozen=True)
class Service:
    """``kept`` are resources without the usual routes: what is served of them, the blueprints serve.

    ``indexes`` are those of collections that are no resources, by name; ``replicas`` says where to look up
    the types that other services own (``common.replicas``). ``store_blueprints`` are names of blueprints that serve
    one store alone where the path says so (``common.http.in_store``). ``migrations`` change rows that are there
    (``common.migrations``).
    """

    name: str
    resources: tuple[ResourceType[Any], ...] = ()
    kept: tuple[ResourceType[Any], ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    indexes: Mapping[str, Sequence[IndexModel]] = field(default_factory=dict)
    replicas: Mapping[str, Source] = field(default_factory=dict)
    store_blueprints: tuple[str, ...] = ()
    migrations: tuple["Migration", ...] = ()

    @property
    def cards(self) -> tuple[ResourceType[Any], ...]:
        return *self.resources, *self.kept

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """type id → where this service looks such a resource up."""
        return {**self.replicas, **{card.type_id: OwnSource(card.document) for card in self.cards}}

    @property
    def in_store(self) -> tuple[str, ...]:
        """The blueprints that know stores."""
        return *self.store_blueprints, *(card.path for card in self.resources if card.of_store)

    def card(self, type_id: str) -> ResourceType[Any] | None:
        return next((card for card in self.cards if card.type_id == type_id), None)
