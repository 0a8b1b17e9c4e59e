"""Contracts change a version at a time: readers go first, and understand their version and the one before."""

from typing import Any


class UnknownSchemaVersion(Exception):
    """Told in a form we do not read. During a roll-out a newer reader will: it is tried again for about an hour
    (common/celery/tasks.py), then becomes a dead letter.
    """

    def __init__(self, contract: str, version: Any) -> None:
        super().__init__(f"{contract} with schemaVersion {version!r} is not understood by this version of the code")


def check_version(contract: type, told: Any, *understood: int) -> None:
    """UnknownSchemaVersion unless ``told`` is one of the versions ``understood``."""
    if told not in understood:
        raise UnknownSchemaVersion(contract.__name__, told)
