"""What docs/prices-and-queries.md says of indexes is so: for each large collection, what a client can find by one."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest

from common.resources.card import ResourceType
from common.resources.unique import Unique
from common.services import table
from tests.support.reference import REPOSITORY

PAGE = REPOSITORY / "docs" / "prices-and-queries.md"
HALVES = re.compile(r"^masterData\.(staged|current)\.")


def cards() -> dict[str, ResourceType]:
    services = [import_module(f"apps.{row.name}.service").service for row in table().services]
    return {card.path: card for service in services for card in service.cards}


def rows() -> Iterator[tuple[str, set[str]]]:
    for line in PAGE.read_text().split("### What a list costs")[1].splitlines():
        if cells := re.fullmatch(r"\| ([a-z-]+) \| (.*) \|", line):
            yield cells[1], set(re.findall(r"`([^`]+)`", re.sub(r"\(.*?\)", "", cells[2])))


def found_by(card: ResourceType) -> set[str]:
    """The first field of each index that a client can name, but those that every resource has."""
    unique: tuple[Unique, ...] = getattr(card.document, "unique", ())
    named = {(one.named or one.field).split(".{")[0] for one in unique}
    named |= {path if isinstance(path, str) else path[0] for path in getattr(card.document, "indexed", ())}
    return {HALVES.sub("", name) for name in named if name[0] != "_"} - {"key"}


@pytest.mark.parametrize(("path", "told"), list(rows()), ids=[path for path, _ in rows()])
def test_the_page_names_the_indexed_fields(path: str, told: set[str]) -> None:
    card = cards()[path]
    if path == "products":
        told = told | {"sku"}  # of either half, as `masterVariant.sku` and `variants.sku`
    assert {name.removesuffix(".typeId") for name in found_by(card)} == told


def test_all_large_collections_are_there() -> None:
    assert len(list(rows())) == 11
