"""A service's whole description, ready to be served."""

import re
from typing import Any

from apispec import APISpec

from common.auth.scopes import NAMES
from common.names import camel
from common.wire.json import Json

PATH_VARIABLE = re.compile(r"\{(\w+)\}")


def describe_security(spec: APISpec) -> None:
    """Tokens are had from ``/oauth/token``; permissions end with the project: ``manage_products:my-project``."""
    flow = {"tokenUrl": "/oauth/token", "scopes": {name: f"{name}:{{projectKey}}" for name in sorted(NAMES)}}
    spec.components.security_scheme("oauth2", {"type": "oauth2", "flows": {"clientCredentials": flow}})


def described(spec: APISpec) -> Json:
    """OpenAPI as JSON; path variables are called as on the wire."""
    said: Json = spec.to_dict()
    said["servers"] = [{"url": "/"}]
    said["paths"] = {_camel_path(path): _camel_parameters(item) for path, item in said["paths"].items()}
    return said


def _camel_path(path: str) -> str:
    return PATH_VARIABLE.sub(lambda variable: f"{{{camel(variable[1])}}}", path)


def _camel_parameters(item: dict[str, Any]) -> dict[str, Any]:
    parameters = [{**one, "name": camel(one["name"])} for one in item.get("parameters", ())]
    return {**item, "parameters": parameters} if parameters else item
