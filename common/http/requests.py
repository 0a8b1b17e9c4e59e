"""What every view needs of a request: its body as JSON, its version, its context."""

from typing import Any

from flask import request

from common.auth.bearer import current_principal
from common.errors import InvalidInput, InvalidJsonInput
from common.http.paging import whole
from common.resources.context import Context, Sources
from common.service import Service
from common.wire.json import from_bytes

MAX_VERSION = 2**63 - 1


def context_of(service: Service, project_key: str) -> Context:
    return of_client(project_key, service.sources)


def of_client(project_key: str, sources: Sources) -> Context:
    """The context of what the request's client does."""
    client = current_principal()
    return Context(project_key, sources, actor=client.as_author(), may=client.may)


def body() -> Any:
    """The body as parsed JSON; InvalidJsonInput if there is none."""
    given = request.get_data(cache=False)
    if not given:
        raise InvalidJsonInput("The request body is empty.")
    return from_bytes(given)


def version_in_body(given: Any) -> int:
    version = given.get("version") if isinstance(given, dict) else None
    if type(version) is float and version.is_integer():  # JSON has one kind of number: 3.0 is 3
        return int(version)
    if type(version) is not int:
        complaint = "Missing required value" if version is None else "Expected an integer"
        raise InvalidJsonInput(f"version: {complaint}")
    return version


def version_in_query() -> int:
    if "version" not in request.args:
        raise InvalidInput("Missing required query parameter: version")
    return whole(request.args, "version", 0, 0, MAX_VERSION)


def data_erasure_in_query() -> bool:
    """https://docs.commercetools.com/api/gdpr#data-erasure-of-personal-data"""
    given = request.args.get("dataErasure", "false")
    if given not in ("true", "false"):
        raise InvalidInput("Malformed parameter: dataErasure: Expected true or false.")
    return given == "true"
