"""Tokens that must stop working before they expire.

Account keeps one ``revocation`` per thing revoked: a token's id, the family of a refresh token (all access
tokens it gave), or an API client's id. They are told like every change, so each service has them among its
replicas within seconds; it looks there at most every RECHECKED_AFTER_SECONDS per token in use.
"""

from collections.abc import Collection
from typing import Protocol

TYPE_ID = "revocation"
RECHECKED_AFTER_SECONDS = 2


class Revocations(Protocol):
    """Where a service looks."""

    def any_of(self, project_key: str, ids: Collection[str]) -> bool:
        """Whether one of these was revoked in the project."""


class NothingRevoked:
    """For an app that is shown no tokens but its maker's own."""

    def any_of(self, project_key: str, ids: Collection[str]) -> bool:
        return False
