"""Several services' descriptions as one, as a client sees them: behind one gateway."""

from collections.abc import Mapping
from typing import Any

from common.names import titled
from common.wire.json import Json

SCHEMAS = "#/components/schemas/"


def merged(described: Mapping[str, Json], title: str) -> Json:
    """``described`` by service name. What two services call alike and mean differently is renamed: ``OrderAddress``."""
    schemas: dict[str, Any] = {}
    whole: Json = {"paths": {}, "tags": []}
    for service, said in described.items():
        own = said["components"].get("schemas", {})
        renamed = {name: titled(service) + name for name, schema in own.items() if schemas.get(name, schema) != schema}
        said = _with_names(said, renamed)
        schemas |= said["components"].get("schemas", {})
        whole["paths"] |= said["paths"]
        whole["tags"] += said.get("tags", [])
        whole = {**said, **whole}
    components = {**whole["components"], "schemas": dict(sorted(schemas.items()))}
    return {**whole, "info": {**whole["info"], "title": title}, "components": components}


def _with_names(said: Json, renamed: Mapping[str, str]) -> Json:
    """The same, where schemas have other names."""
    if not renamed:
        return said
    schemas = {renamed.get(name, name): schema for name, schema in said["components"]["schemas"].items()}
    return _pointing({**said, "components": {**said["components"], "schemas": schemas}}, renamed)


def _pointing(at: Any, renamed: Mapping[str, str]) -> Any:
    match at:
        case dict():
            return {name: _pointing(value, renamed) for name, value in at.items()}
        case list():
            return [_pointing(value, renamed) for value in at]
        case str() if at.startswith(SCHEMAS):
            name = at.removeprefix(SCHEMAS)
            return SCHEMAS + renamed.get(name, name)
    return at
