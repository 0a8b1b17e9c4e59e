"""How a project begins, and what ends with it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from apps.account.api_clients.life import end_clients_of
from apps.account.collections import collection
from apps.account.projects import projects
from apps.account.projects.document import TYPE_ID, Project
from apps.account.projects.keys import reserve, retire
from apps.account.states import built_in
from common.errors import DuplicateField, ResourceNotFound
from common.errors.access import AccessError
from common.resources.collection import ALIVE, load
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire, stored
from common.resources.write import bury, insert
from common.wire import read
from common.wire.json import Json

OPERATOR = "operator"
"""The owner of a project that no user made."""


@dataclass
class NotTheOwner(AccessError):
    """A member may work in a project, but only its owner may end it."""

    status: ClassVar[int] = 403
    private: ClassVar[frozenset[str]] = frozenset({"key"})
    key: str

    def __str__(self) -> str:
        return f"Only the owner of project '{self.key}' may delete it."


def new_project(given: Any, owner: str) -> Json:
    """The project that a body describes, kept; its key is the owner's for good."""
    draft = read(projects.draft, given)
    reserve(draft.key, owner)
    project = projects.create(draft, Context(draft.key, {}))
    project._owner = owner
    try:
        insert(TYPE_ID, project, [])
    except DuplicateField:
        raise DuplicateField("key", draft.key) from None
    with suppress(DuplicateField):  # a project of this key was here before
        insert("state", built_in(draft.key), [])
    return on_the_wire(stored(project))


def end_project(key: str, owner: str) -> Json:
    """The project as it was last. What was begun here and broke off is finished by asking again."""
    project = load(Project, key, _id=key)
    if project is None:
        raise ResourceNotFound(f"key '{key}'")
    if project._owner != owner:
        raise NotTheOwner(key)
    last = on_the_wire(stored(project))
    end_clients_of(key)
    collection("users").update_many({"projects": key}, {"$pull": {"projects": key}, "$inc": {"version": 1}})
    retire(key)
    bury(TYPE_ID, project, [])
    return last


def exists(key: str) -> bool:
    return collection_of(Project).find_one({"_id": key, "projectKey": key, **ALIVE}, {"_id": 1}) is not None
