"""What of a project is to be searchable: kept for the clients that ask. The search endpoints themselves are not served
(docs/coverage.md).

https://docs.commercetools.com/api/projects/project#searchindexingconfiguration
"""

from dataclasses import dataclass
from typing import Any, Literal

from apps.account.projects.document import Project
from common.resources.actions import Actions
from common.resources.context import Context

MODES = {"ProductProjectionsSearch": "products", "ProductsSearch": "productsSearch"}


@dataclass(frozen=True)
class ChangeStatus:
    status: Literal["Activated", "Deactivated"]


@dataclass(frozen=True)
class ChangeProductSearchIndexingEnabled:
    enabled: bool
    mode: Literal["ProductProjectionsSearch", "ProductsSearch"] = "ProductProjectionsSearch"

    def apply(self, project: Project, context: Context) -> None:
        _set(project, MODES[self.mode], "Activated" if self.enabled else "Deactivated", context)


def search_statuses(actions: Actions[Any]) -> None:
    actions("changeProductSearchIndexingEnabled")(ChangeProductSearchIndexingEnabled)
    _status(actions, "changeOrderSearchStatus", "orders")
    _status(actions, "changeCustomerSearchStatus", "customers")
    _status(actions, "changeBusinessUnitSearchStatus", "businessUnits")


def _status(actions: Actions[Any], action: str, what: str) -> None:
    actions.add(action, ChangeStatus, lambda given, project, context: _set(project, what, given.status, context))


def _set(project: Project, what: str, status: str, context: Context) -> None:
    known = project.search_indexing or {}
    if known.get(what, {}).get("status") == status:
        return
    by = {"lastModifiedBy": context.actor} if context.actor else {}
    project.search_indexing = known | {what: {"status": status, "lastModifiedAt": context.now} | by}
