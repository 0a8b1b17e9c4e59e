"""A service as its table of contents: the resources it owns, what it listens to, and routes no resource has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import Blueprint

from common.resources.card import ResourceType
from common.resources.collection import OwnSource
from common.resources.context import Source


@dataclass(frozen=True)
class Service:
    """``replicas`` says where to look up the types that other services own (``common.replicas``)."""

    name: str
    resources: tuple[ResourceType[Any], ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    replicas: Mapping[str, Source] = field(default_factory=dict)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """type id → where this service looks such a resource up."""
        return {**self.replicas, **{card.type_id: OwnSource(card.document) for card in self.resources}}

    def card(self, type_id: str) -> ResourceType[Any] | None:
        return next((card for card in self.resources if card.type_id == type_id), None)
