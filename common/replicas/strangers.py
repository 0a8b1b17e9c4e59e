"""Resources of types that this service keeps no replicas of: their owner is asked each time, as rarely as that is."""

from collections.abc import Collection

from common.contracts.owners import OWNERS
from common.replicas import doubt
from common.replicas.owners import OwnerAway, services


def existing(project_key: str, type_id: str, ids: Collection[str]) -> set[str]:
    """Which of these exist: none of a type that is not served. An owner that does not answer leaves a doubt."""
    if type_id not in OWNERS:
        return set()
    try:
        found = services()(OWNERS[type_id]).now(project_key, type_id, sorted(ids))
    except OwnerAway:
        doubt.note(type_id)
        return set()
    return {resource["id"] for resource in found}
