"""``expand=parent&expand=ancestors[*].parent``: what references point to, put beside them as ``obj``.

``ancestors`` and ``ancestors[*]`` are all elements of an array, ``ancestors[0]`` is the first.

Works on JSON after the query: one look-up per type and level, never one per row. Paths that lead nowhere are ignored.

https://docs.commercetools.com/api/general-concepts#reference-expansion
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from common.errors import InvalidInput
from common.resources.context import Context
from common.wire.json import Json, from_bytes, to_bytes

MAX_PATHS = 50
MAX_DEPTH = 10

Step = tuple[str, int | None]
"""A field and, of an array in it, the one element."""
Tree = dict[Step, "Tree"]
PART = re.compile(r"([^.\[\]]+)(?:\[(?:\*|([0-9]{1,6}))\])?\Z")


def expand(results: Iterable[Json], paths: list[str], context: Context) -> None:
    """Expand in place."""
    if tree := _tree(paths):
        _expand(list(results), tree, context)


def _tree(paths: list[str]) -> Tree:
    """The paths as one tree of names, so that what they share is fetched once."""
    if len(paths) > MAX_PATHS:
        raise InvalidInput(f"Malformed parameter: expand: At most {MAX_PATHS} paths can be expanded.")
    tree: Tree = {}
    for path in paths:
        parts = path.split(".")
        if len(parts) > MAX_DEPTH * 2:
            raise InvalidInput(f"Malformed parameter: expand: '{path[:50]}…' is too deep.")
        at = tree
        for part in parts:
            found = PART.match(part.strip())
            if not found:
                raise InvalidInput(f"Malformed parameter: expand: '{path}' is not a path.")
            if found[1] != "obj":
                at = at.setdefault((found[1], int(found[2]) if found[2] else None), {})
    return tree


def _expand(nodes: list[Any], tree: Tree, context: Context) -> None:
    for step, deeper in sorted(tree.items(), key=_whole_arrays_first):
        inner = list(_below(nodes, *step))
        references = [one for one in inner if one.keys() >= {"typeId", "id"}]
        _fetch(references, context, copied=bool(deeper))
        if deeper:
            others = [one for one in inner if "typeId" not in one]
            _expand(others + [one["obj"] for one in references if "obj" in one], deeper, context)


def _whole_arrays_first(step_and_deeper: tuple[Step, Tree]) -> bool:
    """What is expanded further in one element must not be overwritten by what all get."""
    (_, index), _ = step_and_deeper
    return index is not None


def _below(nodes: Iterable[Any], name: str, index: int | None) -> Iterator[Json]:
    for node in nodes:
        value = node.get(name)
        values = value if isinstance(value, list) else [value]
        for one in values if index is None else values[index : index + 1]:
            if isinstance(one, dict):
                yield one


def _fetch(references: list[Json], context: Context, copied: bool) -> None:
    by_type: dict[str, list[Json]] = {}
    for reference in references:
        by_type.setdefault(reference["typeId"], []).append(reference)
    for type_id, same in by_type.items():
        found: Mapping[str, Json] = context.find_all(type_id, {reference["id"] for reference in same})
        for reference in same:
            if (json := found.get(reference["id"])) is not None:
                # What is expanded further is ours alone: another reference may show it unexpanded.
                reference["obj"] = from_bytes(to_bytes(json)) if copied else json
