"""Uploaded images at rest: one row each, of at most 10 MB. They never change, so whoever has seen one may keep it."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bson import Binary
from pymongo.collection import Collection

from apps.product.uploads.picture import Picture
from common.database import database
from common.settings import settings

COLLECTION = "uploads"
ROOT = "uploads"
"""The first segment of their addresses."""

UNSUITABLE = re.compile(r"[^A-Za-z0-9_-]+")
LONGEST_NAME = 100


def rows() -> Collection[dict[str, Any]]:
    return database("product")[COLLECTION]


def keep(picture: Picture, project_key: str, filename: str | None) -> str:
    """The name it is kept under: the client's, made unique and safe."""
    stem = UNSUITABLE.sub("-", (filename or "").rpartition(".")[0] or filename or "image").strip("-")[:LONGEST_NAME]
    name = f"{stem}-{uuid4().hex[:12]}.{picture.extension}"
    rows().insert_one(
        {
            "_id": f"{project_key}/{name}",
            "projectKey": project_key,
            "contentType": picture.content_type,
            "data": Binary(picture.data),
            "createdAt": datetime.now(UTC),
        }
    )
    return name


def forget(project_key: str, name: str) -> None:
    rows().delete_one({"_id": f"{project_key}/{name}"})


def address_of(project_key: str, name: str) -> str:
    return f"{settings().public_url.rstrip('/')}/{ROOT}/{project_key}/{name}"
