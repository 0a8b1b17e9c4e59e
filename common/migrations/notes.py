"""Rows that were written before what they refer to was noted beside them (``common.resources.holding``)."""

from collections.abc import Iterable
from typing import Any

from common.migrations.migration import Migration
from common.resources.card import ResourceType
from common.resources.holding import NOTED, notes_of


def noting(cards: Iterable[ResourceType[Any]]) -> tuple[Migration, ...]:
    """One migration for each of them."""
    return tuple(
        Migration(f"{card.path} note what they refer to", card, todo={NOTED: None}, change=notes_of) for card in cards
    )
