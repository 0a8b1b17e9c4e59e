"""References inside values whose type a merchant declares: what they refer to must be there.

https://docs.commercetools.com/api/errors#referencedresourcenotfound
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from common.replicas.strangers import existing
from common.resources.context import Context, no_such
from common.wire.json import Json


def check_references(value: Any, declared: Json, context: Context) -> None:
    """``value`` is at rest. ReferencedResourceNotFound for the first reference that leads nowhere."""
    by_type: dict[str, set[str]] = defaultdict(set)
    for reference in _references(value, declared):
        by_type[reference["typeId"]].add(reference["id"])
    for type_id, ids in sorted(by_type.items()):
        heard_of = type_id in context.sources
        known = context.find_all(type_id, ids).keys() if heard_of else existing(context.project_key, type_id, ids)
        if missing := ids - known:
            raise no_such(type_id, id=min(missing))


def _references(value: Any, declared: Json) -> Iterator[Json]:
    match declared["name"]:
        case "reference" | "Reference":
            yield value
        case "set" | "Set":
            for element in value:
                yield from _references(element, declared["elementType"])
        case "nested":
            types = {one["name"]: one["type"] for one in declared["typeReference"]["obj"]["attributes"]}
            for attribute in value:
                yield from _references(attribute["value"], types[attribute["name"]])
