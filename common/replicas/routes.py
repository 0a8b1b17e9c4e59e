"""The internal routes by which other services read this one's resources; the gateway does not serve them.

A lookup's name is that of an indexed or unique field: ``key``, ``sku`` (also for the private array ``_skus``), ``slug``
(``"slug:en:hats"`` for ``_slugs``).
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from common.auth.internal import internal_only
from common.errors import InvalidInput
from common.replicas.owners import MAX_ASKED
from common.replicas.referring import referrers_here
from common.resources.collection import ALIVE, is_alive, named, public
from common.resources.document import Resource, collection_of, on_the_wire

Json = dict[str, Any]

MAX_PAGE = 500


def internal_routes(owned: Mapping[str, type[Resource]]) -> Blueprint:
    """``owned`` is what this service's resources are stored as, by type id."""
    routes = Blueprint("internal", __name__, url_prefix="/internal")

    def document_of(question: Json) -> type[Resource] | None:
        """None for a type that this version does not know yet: it has none of them."""
        return owned.get(str(question.get("typeId")))

    @routes.post("/resources")
    @internal_only
    def resources() -> ResponseReturnValue:
        question = request.get_json()
        if (document := document_of(question)) is None:
            return jsonify(results=[])
        rows: dict[str, Json] = {}
        for field, values in _fields_of(document, _asked(question)).items():
            wanted = named(question["projectKey"], **{field: values[0] if len(values) == 1 else {"$in": values}})
            found = collection_of(document).find(wanted, public(document))
            rows |= {row["_id"]: on_the_wire(row) for row in filter(is_alive, found)}
        return jsonify(results=list(rows.values()))

    @routes.post("/pages")
    @internal_only
    def pages() -> ResponseReturnValue:
        question = request.get_json()
        if (document := document_of(question)) is None:
            return jsonify(results=[])
        after = {"_id": {"$gt": question.get("after", "")}, **ALIVE}
        limit = min(int(question.get("limit", MAX_PAGE)), MAX_PAGE)
        found = collection_of(document).find(after, {"_outbox": 0}).sort("_id").limit(limit)
        return jsonify(results=[{"projectKey": row["projectKey"], "json": on_the_wire(row)} for row in found])

    @routes.post("/referring")
    @internal_only
    def referring() -> ResponseReturnValue:
        return jsonify(results=list(referrers_here(owned, request.get_json())))

    return routes


def _asked(question: Json) -> dict[str, list[str]]:
    """name → values, ids among them."""
    asked = {"id": list(question.get("ids", ()))} if question.get("ids") else {}
    for lookup in question.get("lookups", ()):
        name, _, value = lookup.partition(":")
        asked.setdefault(name, []).append(value)
    if not 0 < sum(map(len, asked.values())) <= MAX_ASKED:
        raise InvalidInput(f"Ask for one to {MAX_ASKED} resources.")
    return asked


def _fields_of(document: type[Resource], asked: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The same by the fields at rest."""
    indexed = (path for path in getattr(document, "indexed", ()) if isinstance(path, str))
    fields = {"id": "_id", "key": "key"} | {path: path for path in indexed if "." not in path}
    fields |= {
        unique.field.removeprefix("_").removesuffix("s"): unique.field for unique in getattr(document, "unique", ())
    }
    if unknown := asked.keys() - fields:
        raise InvalidInput(f"{document.__name__} cannot be looked up by {', '.join(sorted(unknown))}.")
    return {fields[name]: values for name, values in asked.items()}
