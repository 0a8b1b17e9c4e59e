"""A user. Not a resource of the API: users belong to no project, and nobody is told of them."""

from typing import Any
from uuid import uuid4

from pymongo.errors import DuplicateKeyError

from apps.account.collections import collection
from common.errors import ConcurrentModification, DuplicateField
from common.wire.json import Json
from common.wire.times import now_text

Stored = dict[str, Any]


def new_user(email: str, password_hash: str, first_name: str, last_name: str) -> Stored:
    """Kept, and returned. DuplicateField if somebody has the email address, however it is capitalised."""
    now = now_text()
    user = {
        "_id": str(uuid4()),
        "version": 1,
        "createdAt": now,
        "lastModifiedAt": now,
        "email": email,
        "firstName": first_name,
        "lastName": last_name,
        "projects": [],
        "_email": normal(email),
        "_password": password_hash,
    }
    try:
        collection("users").insert_one(user)
    except DuplicateKeyError:
        raise DuplicateField("email", email) from None
    return user


def user_by_email(email: str) -> Stored | None:
    return collection("users").find_one({"_email": normal(email)})


def user_by_id(id: str) -> Stored | None:
    return collection("users").find_one({"_id": id})


def save_projects(user: Stored, version: int, projects: list[str]) -> Stored:
    """The user with these projects; a version more if they differ. ConcurrentModification if ``version`` is not his."""
    if user["version"] != version:
        raise ConcurrentModification(user["_id"], version, user["version"])
    if projects == user["projects"]:
        return user
    change = {"projects": projects, "version": version + 1, "lastModifiedAt": now_text()}
    written = collection("users").update_one({"_id": user["_id"], "version": version}, {"$set": change})
    if not written.matched_count:
        raise ConcurrentModification(user["_id"], version, version + 1)
    return user | change


def as_json(user: Stored) -> Json:
    return {"id": user["_id"]} | {name: value for name, value in user.items() if name[0] != "_"}


def normal(email: str) -> str:
    return email.strip().casefold()
