"""How the database would answer a question, as far as it says so."""

from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from common.http.query import Listed, selection
from common.resources.document import collection_of
from tests.support.api import PROJECT


def stages(plan: Mapping[str, Any]) -> Iterator[str]:
    yield plan["stage"]
    for inner in (plan.get("inputStage"), *plan.get("inputStages", ())):
        if inner:
            yield from stages(inner)


def plan_of(listed: Listed, wanted: Mapping[str, Any]) -> list[str]:
    return list(stages(collection_of(listed.document).find(wanted).explain()["queryPlanner"]["winningPlan"]))


def plan_of_where(listed: Listed, where: str) -> list[str]:
    return plan_of(listed, selection(listed, PROJECT, MultiDict({"where": where})))
