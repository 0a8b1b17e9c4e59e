"""What hangs below a category: it goes when the category goes, and learns its new ancestors when the category is moved.

A moved category says so in itself (``_moved``), by the same write. Whoever moved it brings all below up to date at
once, each by a guarded write; a worker looks now and then for what a crash left. So nothing is lost, and twice is as
good as once.
"""

from collections.abc import Iterator

from apps.product.categories.document import Category
from common.errors import ConcurrentModification, ResourceNotFound
from common.resources.collection import load
from common.resources.document import Stored, collection_of, restored, stored
from common.resources.write import save_change
from common.wire.json import Json
from common.wire.times import now_text


def all_below(category: Category) -> list[Category]:
    """All of them, parents before their children.

    They are found by their parents: what they say of their ancestors may be older than a move.
    """
    return list(_below(category.project_key, category.id))


def _below(project_key: str, id: str) -> Iterator[Category]:
    level, seen = [id], {id}
    while level:
        rows = collection_of(Category).find({"projectKey": project_key, "parent.id": {"$in": level}}, {"_outbox": 0})
        children = [row for row in rows if row["_id"] not in seen]
        level = [row["_id"] for row in children]
        seen.update(level)
        yield from (restored(Category, row) for row in children)


def follow(category: Category) -> None:
    """Tell all below where they hang now, if the category was moved."""
    if not category._moved:
        return
    paths: dict[str, list[Json]] = {category.id: category.ancestors}
    for each in all_below(category):
        above = each.parent["id"]
        paths[each.id] = [*paths[above], {"typeId": "category", "id": above}]
        _hang(each, paths[each.id])
    as_read = {"_id": category.id, "projectKey": category.project_key, "version": category.version}
    collection_of(Category).update_one(as_read, {"$unset": {"_moved": ""}})


def follow_all() -> None:
    """What was begun and not ended."""
    moved: list[Stored] = list(collection_of(Category).find({"_moved": True}, {"_outbox": 0}))
    for row in moved:
        follow(restored(Category, row))


def _hang(category: Category, ancestors: list[Json]) -> None:
    before = stored(category)
    if category.ancestors == ancestors:
        return
    category.ancestors = ancestors
    category.version += 1
    category.last_modified_at = now_text()
    try:
        save_change("category", category, before, [])
    except ConcurrentModification:  # somebody else changed it: once more, on what they made of it
        if again := load(Category, category.project_key, _id=category.id):
            _hang(again, ancestors)
    except ResourceNotFound:
        return
