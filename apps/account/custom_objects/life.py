"""Written or replaced, and deleted.

https://docs.commercetools.com/api/projects/custom-objects#create-or-update-customobject
"""

from apps.account.custom_objects import custom_objects
from apps.account.custom_objects.document import CustomObject, name_of
from apps.account.custom_objects.draft import CustomObjectDraft, without_nulls
from common.errors import ConcurrentModification, DuplicateField, ResourceNotFound
from common.resources.collection import load
from common.resources.context import Context
from common.resources.document import restored, stored
from common.resources.write import bury, insert, save_change


def put(draft: CustomObjectDraft, context: Context) -> tuple[CustomObject, bool]:
    """The object, and whether it is new. A replaced one has a version more, whatever is in it; ConcurrentModification
    where another write came in between, or the draft is for another version.
    """
    found = named_object(context.project_key, draft.container, draft.key)
    if found is None:
        return _made(draft, context), True
    found.check_version(found.version if draft.version is None else draft.version)
    before = stored(found)
    found.value = without_nulls(draft.value)
    found.version += 1
    found.last_modified_at, found.last_modified_by = context.now, context.actor
    save_change(custom_objects.type_id, found, before, ())
    return found, False


def _made(draft: CustomObjectDraft, context: Context) -> CustomObject:
    made = CustomObject(
        project_key=context.project_key,
        container=draft.container,
        key=draft.key,
        value=without_nulls(draft.value),
        created_at=context.now,
        last_modified_at=context.now,
        created_by=context.actor,
        last_modified_by=context.actor,
    )
    made.settle(context)
    try:
        insert(custom_objects.type_id, made, ())
    except DuplicateField:
        other = named_object(context.project_key, draft.container, draft.key)
        version = other.version if other else 1
        raise ConcurrentModification(other.id if other else made.id, version - 1, version) from None
    return made


def remove(found: CustomObject, version: int | None, erase: bool) -> CustomObject:
    """The object as it was last."""
    found.check_version(found.version if version is None else version)
    last = restored(CustomObject, stored(found))
    bury(custom_objects.type_id, found, (), erase=erase)
    return last


def named_object(project_key: str, container: str, key: str) -> CustomObject | None:
    return load(CustomObject, project_key, _name=name_of(container, key))


def require_object(project_key: str, container: str, key: str) -> CustomObject:
    found = named_object(project_key, container, key)
    if found is None:
        raise ResourceNotFound(f"container '{container}' and key '{key}'")
    return found
