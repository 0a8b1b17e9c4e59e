"""The commercetools API as its OpenAPI document says it: which operations there are, and what each answers.

The document lies in shared/ beside the repository, or where `CT_REFERENCE` says; its 3 MB of YAML are parsed once and
kept as JSON in build/.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

Json = Mapping[str, Any]

REPOSITORY = Path(__file__).parents[2]
METHODS = ("get", "head", "post", "put", "delete")
IN_STORE = "in-store/key={storeKey}"
AS_ASSOCIATE = "as-associate/{associateId}"
IN_BUSINESS_UNIT = "in-business-unit/key={businessUnitKey}"


@dataclass(frozen=True)
class Operation:
    """One method on one path: `GET /{projectKey}/categories/key={key}`."""

    method: str
    path: str
    responses: Json
    body: str | None
    """The name of the request body's schema."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def resource(self) -> str:
        """What coverage counts it under: `categories`, `me/carts`, `in-store/carts`, `project`."""
        path = self.path.removeprefix("/{projectKey}").strip("/")
        if not path:
            return "project"
        for prefix, short in ((IN_STORE, "in-store"), (AS_ASSOCIATE, "as-associate"), ("me", "me")):
            if path.startswith(prefix + "/"):
                rest = path.removeprefix(prefix + "/").removeprefix(IN_BUSINESS_UNIT + "/")
                return f"{short}/{rest.split('/')[0]}"
        return path.split("/")[0]


class Reference:
    """The document, with questions one asks of it."""

    def __init__(self, document: Json, types: Json) -> None:
        """`types` are those of types.json, which says two things that the OpenAPI document does not."""
        self.schemas: Json = document["components"]["schemas"]
        self.responses: Json = document["components"]["responses"]
        self.value_of_kind: Mapping[str, str] = {
            name: entry["discriminatorValue"] for name, entry in types.items() if "discriminatorValue" in entry
        }
        self.value_of_map = _values_of_maps(types)
        self._paths: Json = document["paths"]

    @cached_property
    def operations(self) -> list[Operation]:
        return list(self._operations())

    def _operations(self) -> Iterator[Operation]:
        for path, methods in self._paths.items():
            for method in METHODS:
                if method in methods:
                    content = methods[method].get("requestBody", {}).get("content", {})
                    body = content.get("application/json", {}).get("schema", {}).get("$ref")
                    yield Operation(method.upper(), path, methods[method]["responses"], body and schema_name(body))

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that serves this real path; of several, the one that says most of it literally."""
        for pattern, found in self._patterns:
            if found.method == method and pattern.fullmatch(path):
                return found
        return None

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], Operation]]:
        def literally(operation: Operation) -> int:
            return len(re.sub(r"\{.*?\}", "", operation.path))

        ordered = sorted(self.operations, key=literally, reverse=True)
        return [(_pattern(operation.path), operation) for operation in ordered]

    def actions(self, operation: Operation) -> str | None:
        """The base type of the update actions that the operation takes: `CategoryUpdateAction`."""
        if operation.body is None:
            return None
        actions = self.schemas[operation.body].get("properties", {}).get("actions", {})
        return schema_name(actions["items"]["$ref"]) if "items" in actions else None

    @cached_property
    def actions_of(self) -> Mapping[str, list[str]]:
        """Base type of update actions → the actions' names."""
        kinds = {name: kinds_of(schema) for name, schema in self.schemas.items() if name.endswith("UpdateAction")}
        return {name: sorted(mapping[1]) for name, mapping in kinds.items() if mapping}

    def answer(self, operation: Operation, status: int) -> Json | None:
        """The schema of the body that the operation answers with this status: {} is none, None an unknown status."""
        response = operation.responses.get(str(status))
        if response is None:
            return None
        if "$ref" in response:
            response = self.responses[schema_name(response["$ref"])]
        content = response.get("content", {})
        return content["application/json"]["schema"] if content else {}


def schema_name(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]


def kinds_of(schema: Json) -> tuple[str, Mapping[str, str]] | None:
    """The property that tells a type's kinds apart, and value → schema name; None where it has no kinds."""
    for part in (schema, *schema.get("allOf", ())):
        if "discriminator" in part:
            by = part["discriminator"]
            return by["propertyName"], {value: schema_name(ref) for value, ref in by["mapping"].items()}
    return None


def folder() -> Path:
    """Where the reference lies."""
    return Path(os.environ.get("CT_REFERENCE", REPOSITORY.parent / "shared" / "reference"))


@cache
def reference() -> Reference:
    """The one document of this session; RuntimeError where it is not to be found."""
    source = folder() / "commercetools-openapi.yaml"
    if not source.exists():
        raise RuntimeError(f"The commercetools reference is not at {source}: set CT_REFERENCE to its folder.")
    return Reference(_parsed(source), json.loads((folder() / "types.json").read_text()))


def _parsed(source: Path) -> Json:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    kept = REPOSITORY / "build" / f"commercetools-{digest}.json"
    if not kept.exists():
        document = yaml.load(source.read_text(), yaml.CSafeLoader)  # a safe one, and fast
        kept.parent.mkdir(exist_ok=True)
        scratch = kept.with_suffix(f".{os.getpid()}")
        scratch.write_text(json.dumps(document, default=str))
        scratch.rename(kept)  # whole or not at all: several runs may do this at once
    parsed: Json = json.loads(kept.read_text())
    return parsed


def _values_of_maps(types: Json) -> Mapping[str, str]:
    """Type → type of its values, for types that are maps: the OpenAPI document calls them all strings."""
    return {
        name: field["type"]
        for name, entry in types.items()
        for key, field in entry.get("properties", {}).items()
        if key.startswith("/")
    }


def _pattern(path: str) -> re.Pattern[str]:
    literals = re.split(r"\{.*?\}", path)
    return re.compile("[^/]+".join(re.escape(literal) for literal in literals))
