"""Whether a JSON value has the shape the reference says: its types, its required fields, and no field it does not know.

jsonschema cannot say this of the document as it is: its types inherit by `allOf` and a discriminator, and a field that
nobody knows would pass. So each type is laid flat, and the value's own kind is looked up on the way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from tests.support.reference import Json, Reference, kinds_of, schema_name

FORMATS = {
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
    "date-only": re.compile(r"\d{4}-\d\d-\d\d"),
    "time-only": re.compile(r"\d\d:\d\d:\d\d(\.\d{1,3})?"),
}
INT_BITS = {"int32": 31, "int64": 63}


@dataclass(frozen=True)
class Flat:
    """An object type with all that it inherits. `pattern` and `value` are of a map's keys and values."""

    fields: Json
    required: frozenset[str]
    pattern: str | None
    kind: str | None = None
    kinds: Json | None = None


class Shapes:
    """`problems` is empty for a value that the reference allows."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.flat = lru_cache(maxsize=None)(self._flat)

    def problems(self, schema: Json, value: Any, at: str = "") -> Iterator[str]:
        if "$ref" in schema:
            yield from self._problems_of_type(schema_name(schema["$ref"]), value, at)
        elif "oneOf" in schema:
            tried = [list(self.problems(option, value, at)) for option in schema["oneOf"]]
            if all(tried):
                yield from min(tried, key=len)
        else:
            yield from self._problems_of_kind(schema, value, at)

    def _problems_of_type(self, name: str, value: Any, at: str) -> Iterator[str]:
        schema = self.reference.schemas[name]
        if "allOf" not in schema and schema.get("type") != "object":
            yield from self._problems_of_kind(schema, value, at)
        elif not isinstance(value, dict):
            yield f"{at}: {name} expected, not {_shown(value)}"
        else:
            yield from self._problems_of_object(self._own_kind(name, value), value, at)

    def _own_kind(self, name: str, value: Json) -> str:
        """The most special type that the value says it is."""
        flat = self.flat(name)
        if flat.kind is None or flat.kinds is None:
            return name
        special = flat.kinds.get(value.get(flat.kind, ""), name)
        return name if special == name else self._own_kind(special, value)

    def _problems_of_object(self, name: str, value: Json, at: str) -> Iterator[str]:
        flat = self.flat(name)
        if flat.kind and flat.kinds and value.get(flat.kind) not in flat.kinds and name not in flat.kinds.values():
            yield f"{at}.{flat.kind}: no kind of {name}: {_shown(value.get(flat.kind))}"
        for missing in sorted(flat.required - value.keys()):
            yield f"{at}.{missing}: missing in {name}"
        for field, inner in value.items():
            if field in flat.fields:
                yield from self.problems(flat.fields[field], inner, f"{at}.{field}")
            elif flat.pattern is None or not re.search(flat.pattern, field):
                yield f"{at}.{field}: not a field of {name}"
            else:
                yield from self._problems_in_map(name, inner, f"{at}.{field}")

    def _problems_in_map(self, name: str, value: Any, at: str) -> Iterator[str]:
        of = self.reference.value_of_map.get(name, "any")
        if of == "string" and not isinstance(value, str):
            yield f"{at}: string expected, not {_shown(value)}"
        elif of.endswith("[]"):
            for index, item in enumerate(value):
                yield from self._problems_of_type(of.removesuffix("[]"), item, f"{at}[{index}]")
        elif of in self.reference.schemas:
            yield from self._problems_of_type(of, value, at)

    def _problems_of_kind(self, schema: Json, value: Any, at: str) -> Iterator[str]:
        wanted = schema.get("type")
        if wanted is not None and not _is(wanted, value):
            yield f"{at}: {wanted} expected, not {_shown(value)}"
        elif wanted == "array":
            for index, item in enumerate(value):
                yield from self.problems(schema.get("items", {}), item, f"{at}[{index}]")
        elif wanted == "integer" and value.bit_length() > INT_BITS.get(schema.get("format", ""), 63):
            yield f"{at}: {schema['format']} expected, not {value}"
        elif wanted == "string":
            form = FORMATS.get(schema.get("format", ""))
            if form and not form.fullmatch(value):
                yield f"{at}: {schema['format']} expected, not {_shown(value)}"
            if "enum" in schema and value not in schema["enum"]:
                yield f"{at}: {_shown(value)} is none of {', '.join(schema['enum'][:8])}"

    def _flat(self, name: str) -> Flat:
        schema = self.reference.schemas[name]
        fields: dict[str, Any] = {}
        required: set[str] = set()
        pattern = None
        for part in schema.get("allOf", (schema,)):
            if "$ref" in part:
                inherited = self.flat(schema_name(part["$ref"]))
                fields |= inherited.fields
                required |= inherited.required
                pattern = pattern or inherited.pattern
            else:
                fields |= part.get("properties", {})
                names = set(part.get("required", ()))
                # A map says the pattern of its keys among the required fields: /^[a-z]{2}$/
                patterns = {name for name in names if name.startswith("/")}
                required |= names - patterns
                pattern = next((text[1:-1] for text in patterns), pattern)
        return Flat(fields, frozenset(required), pattern, *self._kinds(name))

    def _kinds(self, name: str) -> tuple[str | None, Json | None]:
        """What tells its kinds apart, and value → name. OrderCreated is a kind of OrderMessage, so one of Message too,
        though the document does not list it there."""
        own = kinds_of(self.reference.schemas[name])
        if own is None:
            return None, None
        values = self.reference.value_of_kind
        of_kinds = {
            values[heir]: heir
            for kind in self._heirs.get(name, ())
            for heir in self._heirs.get(kind, ())
            if heir in values
        }
        return own[0], of_kinds | dict(own[1])

    @cached_property
    def _heirs(self) -> dict[str, list[str]]:
        """Type → those that extend it directly."""
        heirs: dict[str, list[str]] = {}
        for name, schema in self.reference.schemas.items():
            for part in schema.get("allOf", ()):
                if "$ref" in part:
                    heirs.setdefault(schema_name(part["$ref"]), []).append(name)
        return heirs


def _is(wanted: str, value: Any) -> bool:
    match wanted:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case _:
            return isinstance(value, dict)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
