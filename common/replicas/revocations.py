"""Revoked tokens, as every service but account knows them: replicas, and nobody is asked."""

from collections.abc import Collection

from common.auth.revocation import TYPE_ID
from common.replicas.store import Replicas


class ReplicatedRevocations:
    """The service must listen to ``Listen("revocation", owner="account")``."""

    def __init__(self, replicas: Replicas) -> None:
        self.replicas = replicas

    def any_of(self, project_key: str, ids: Collection[str]) -> bool:
        return bool(self.replicas.find(project_key, TYPE_ID, ids))
