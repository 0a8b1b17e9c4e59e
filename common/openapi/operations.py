"""What OpenAPI says of one endpoint: ``routes.doc(**operation("Log a customer in", takes=…, answers=…))``."""

from collections.abc import Iterable
from typing import Any

from marshmallow import Schema

from common.openapi.bodies import page_schema, resource_schema, update_schema
from common.resources.card import ResourceType
from common.resources.document import Resource
from common.wire.json import Json
from common.wire.schema import schema_of

Body = type[Any]
"""A dataclass, a stored document, or a schema."""


def operation(
    summary: str,
    *,
    takes: Body | None = None,
    answers: Body | None = None,
    status: int = 200,
    asks: str = "",
    needs: Iterable[str] = (),
) -> Json:
    """``asks`` names parameters of the query string, those of ``PARAMETERS``; ``needs`` any of these permissions,
    where no ``@requires`` on the view says so.
    """
    answer = {"description": "As asked."} | ({"content": _json(answers)} if answers else {})
    described: Json = {"summary": summary, "responses": {status: answer}}
    if takes:
        described["requestBody"] = {"required": True, "content": _json(takes)}
    if needs:
        described["security"] = [{"oauth2": [name]} for name in needs]
    if asks:
        described["parameters"] = [PARAMETERS[name] for name in asks.split()]
    return described


def _json(body: Body) -> Json:
    return {"application/json": {"schema": _schema(body)}}


def _schema(body: Body) -> type[Schema]:
    if issubclass(body, Resource):
        return resource_schema(body)
    return body if issubclass(body, Schema) else schema_of(body)  # type: ignore[arg-type]  # hashable, as classes are


def _parameter(name: str, kind: str, words: str, *, many: bool = False, required: bool = False) -> Json:
    schema: Json = {"type": "array", "items": {"type": kind}} if many else {"type": kind}
    return {"name": name, "in": "query", "required": required, "description": words, "schema": schema}


PARAMETERS = {
    "expand": _parameter("expand", "string", "Paths of references to be answered with what they point at.", many=True),
    "where": _parameter("where", "string", "Predicates; all of them must hold.", many=True),
    "sort": _parameter("sort", "string", "A path, and asc or desc.", many=True),
    "limit": _parameter("limit", "integer", "Results at most, 0 to 500; 20 unless told."),
    "offset": _parameter("offset", "integer", "Results to leave out, 0 to 10,000."),
    "withTotal": _parameter("withTotal", "boolean", "Whether all matches are counted."),
    "cartId": _parameter("cartId", "string", "The cart.", required=True),
    "country": _parameter("country", "string", "A country code such as DE.", required=True),
    "state": _parameter("state", "string", "A state of the country."),
    "currency": _parameter("currency", "string", "A currency code such as EUR."),
    "filename": _parameter("filename", "string", "What the file is to be called."),
    "variant": _parameter("variant", "integer", "The id of a variant; the master variant unless told."),
    "sku": _parameter("sku", "string", "The sku of a variant."),
    "staged": _parameter("staged", "boolean", "Whether only the staged half changes."),
    "version": _parameter("version", "integer", "The version last seen; another is refused with 409.", required=True),
}


LISTING = "where sort expand limit offset withTotal"


class Usual:
    """The endpoints every resource has, in words and schemas."""

    def __init__(self, card: ResourceType[Any], speaker: str = "") -> None:
        noun = card.type_id.replace("-", " ")
        stored = card.document
        page = page_schema(stored)  # type: ignore[arg-type]  # as above
        self.query = operation(f"Query {card.path}", answers=page, asks=LISTING)
        self.create = operation(f"Create a {noun}", takes=card.draft, answers=stored, status=201, asks="expand")
        self.get = operation(f"Get a {noun}", answers=stored, asks="expand")
        self.delete = operation(f"Delete a {noun}", answers=stored, asks="version expand")
        self.change = operation(
            f"Update a {noun}",
            takes=update_schema(stored, card.actions, speaker) if card.actions.declared else None,
            answers=stored,
            asks="expand",
        )
