"""Updates and projections that copy what they touch.

SecantusDB copies a whole document, value by value, before it changes three fields of it, leaves one out, or puts
another in its place.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Document = dict[str, Any]


def updating(apply_update: Callable[..., Document]) -> Callable[..., Document]:
    """``apply_update``, which is handed only the top-level fields that the update names; the rest stays as it is. What
    replaces a document has just been read from its request and belongs to nobody else.
    """

    def applied(doc: Document, update: Any, **how: Any) -> Document:
        if _replaces(doc, update):
            return {"_id": doc["_id"]} | {name: value for name, value in update.items() if name != "_id"}
        touched = _touched(update)
        if touched is None:
            return apply_update(doc, update, **how)
        whole = {name for operator in ("$set", "$unset") for name in update.get(operator, ()) if name != "_id"}
        light = {name: value if name in touched - whole else None for name, value in doc.items()}
        changed = apply_update(light, update, **how)
        return {name: value if name in touched else doc[name] for name, value in changed.items()}

    return applied


def _replaces(doc: Document, update: Any) -> bool:
    """Whether nothing speaks against it: what does is said by ``apply_update``."""
    if not isinstance(update, Mapping) or any(name.startswith("$") for name in update):
        return False
    return "_id" in doc and ("_id" not in update or update["_id"] == doc["_id"])


def _touched(update: Any) -> set[str] | None:
    """None where fields are named elsewhere than before a colon."""
    if not isinstance(update, Mapping) or not update or "$rename" in update:
        return None
    if not all(operator.startswith("$") and isinstance(paths, Mapping) for operator, paths in update.items()):
        return None
    return {path.partition(".")[0] for paths in update.values() for path in paths} | {"_id"}


def projecting(apply_projection_batch: Callable[..., list[Document]]) -> Callable[..., list[Document]]:
    """``apply_projection_batch``, but for whole top-level fields that are left out, or alone kept."""

    def applied(docs: Sequence[Document], spec: Any, query: Any = None, **how: Any) -> list[Document]:
        match _whole_fields(spec):
            case "left out":
                return [{name: value for name, value in doc.items() if name not in spec} for doc in docs]
            case "kept":
                kept = {name for name, said in spec.items() if said} | ({"_id"} - {*spec})
                return [{name: value for name, value in doc.items() if name in kept} for doc in docs]
        return apply_projection_batch(docs, spec, query, **how)

    return applied


def _whole_fields(spec: Any) -> str | None:
    if not spec or any(type(said) is not int or "." in name or name[0] == "$" for name, said in spec.items()):
        return None
    said = {bool(kept) for name, kept in spec.items() if name != "_id"}
    if said == {True}:
        return "kept"
    return "left out" if not any(spec.values()) else None
