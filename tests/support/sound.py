"""Bodies as the reference's types allow them, at random: what they refer to mostly exists."""

from collections.abc import Mapping
from random import Random
from typing import Any

from tests.support.reference import Reference, kinds_of, schema_name

Json = dict[str, Any]

DEEPEST = 7
TIMES = ("valid", "expected", "authorized", "purchaseD", "delivery")
WORDS = {
    "languages": ["en", "de"],
    "country": ["DE", "US", "CH"],
    "currency": ["EUR", "USD", "JPY", "KWD"],
    "currencyCode": ["EUR", "USD", "JPY", "KWD"],
    "locale": ["en", "de-CH"],
    "predicate": ["1 = 1", 'sku = "hat"'],
    "cartPredicate": ["1 = 1", "lineItemCount(1 = 1) > 1", 'totalPrice > "1.00 EUR"'],
    "sortOrder": ["0.5", "0.25", "0.123"],
    "orderHint": ["0.5", "0.1"],
    "email": ["jane@example.com", "john@example.com"],
    "password": ["secret"],
    "sku": ["hat", "cap"],
    "uri": ["https://shop.example/x"],
    "url": ["https://shop.example/x.png"],
    "typeId": ["customer", "category", "product", "cart"],
    "quantity": ["1"],
}
"""Sound texts for fields whose form the types leave open."""


class Sound:
    """Makes values of the reference's types; ``known`` are the resources there are, by their path's last noun."""

    def __init__(self, random: Random, by: Reference, known: Mapping[str, list[Json]]) -> None:
        self.random, self.reference, self.known = random, by, known

    def of_type(self, name: str) -> Any:
        return self._value({"$ref": f"/{name}"}, "", 0)

    def _value(self, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        if "$ref" in schema:
            of = schema_name(schema["$ref"])
            if of.endswith(("ResourceIdentifier", "KeyReference")) or (of.endswith("Reference") and of != "Reference"):
                return self._reference(of)
            schema = self.reference.schemas[of]
            kinds = kinds_of(schema)
            if kinds and depth < DEEPEST:
                value, kind = self.random.choice(sorted(kinds[1].items()))
                if kind != of:
                    return {**self._object(self.reference.schemas[kind], depth), kinds[0]: value}
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        for several in ("oneOf", "anyOf"):
            if several in schema:
                return self._value(self.random.choice(schema[several]), name, depth)
        match schema.get("type"):
            case "string":
                return self._text(schema, name)
            case "integer":
                return self.random.choice([0, 1, 1, 2, 3, 100, 1000])
            case "number":
                return self.random.choice([0, 1, 0.19, 0.5, 13.4])
            case "boolean":
                return self.random.random() < 0.5
            case "array":
                count = 0 if depth >= DEEPEST else self.random.choice([0, 1, 1, 2])
                return [self._value(schema.get("items", {}), name, depth + 1) for _ in range(count)]
            case _:
                if "properties" in schema or "allOf" in schema or "additionalProperties" in schema:
                    return self._object(schema, depth)
                return self.random.choice(["x", 1, True, {"en": "x"}, ["x"], {"typeId": "product", "id": "x"}])

    def _object(self, schema: Mapping[str, Any], depth: int) -> Json:
        made: Json = {}
        for part in schema.get("allOf", ()):
            resolved = self.reference.schemas[schema_name(part["$ref"])] if "$ref" in part else part
            made |= self._object(resolved, depth)
        required = schema.get("required", ())
        for name, inner in schema.get("properties", {}).items():
            if name in required or (depth < DEEPEST and self.random.random() < 0.4 / (1 + depth / 2)):
                made[name] = self._value(inner, name, depth + 1)
        if "additionalProperties" in schema:
            made |= {self.random.choice(["en", "de", "de-CH"]): "x" + str(self.random.randint(0, 999))}
        return made

    def _text(self, schema: Mapping[str, Any], name: str) -> str:
        if schema.get("format") == "date-time" or name.startswith(TIMES) or name.endswith("At"):
            return self.random.choice(["2020-01-01T00:00:00.000Z", "2030-01-01T00:00:00+02:00", "2026-12-01T10:00:00Z"])
        if schema.get("format") == "date" or name.startswith("date"):
            return "2026-12-01"
        if name in WORDS:
            return self.random.choice(WORDS[name])
        return f"x{self.random.randint(0, 9999)}"

    def _reference(self, of: str) -> Json:
        words = of.removesuffix("ResourceIdentifier").removesuffix("KeyReference").removesuffix("Reference")
        type_id = "".join("-" + letter.lower() if letter.isupper() else letter for letter in words).strip("-")
        noun = type_id.removesuffix("y") + ("ies" if type_id.endswith("y") and type_id != "inventory-entry" else "s")
        known = self.known.get(noun)
        if not known:
            return {"typeId": type_id, "key": "x"}
        one = self.random.choice(known)
        return (
            {"typeId": type_id, "key": one["key"]}
            if "key" in one and "Key" in of
            else {"typeId": type_id, "id": one["id"]}
        )
