"""Requests that nobody should send: bodies that the reference's types allow, and then something wrong with them.

    stranger = Stranger(Random(seed), reference())
    method, path, options = stranger.request()
    stranger.learn(path, answer)    # what exists now, for later requests to mean

Most bodies are sound or nearly so: one that is wrong at its first byte reaches no code of ours.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import quote

from tests.support.reference import Operation, Reference, kinds_of
from tests.support.sound import Sound
from tests.support.wrong import WRONG_BODIES, WRONG_PARAMETERS, WRONG_VALUES

Json = dict[str, Any]

OF_CUSTOMERS = ("me", "password", "active-cart", "email-token", "confirm", "reset")
LEFT_ALONE = ("api-clients", "tokens")
"""Where a lucky request would end the test's own access."""


class Stranger:
    """Sends anything to everything; what it does depends on its random numbers and on what it learnt."""

    def __init__(self, random: Random, by: Reference, served: Callable[[Operation], bool]) -> None:
        self.random, self.reference = random, by
        self.operations = [one for one in by.operations if served(one) and one.resource not in LEFT_ALONE]
        self.known: dict[str, list[Json]] = defaultdict(list)
        """Resources by their path's last noun: `carts`."""
        self.sound = Sound(random, by, self.known)

    def collections(self) -> list[str]:
        """What to look through first."""
        paths = [one.path.removeprefix("/{projectKey}/") for one in self.operations if one.method == "GET"]
        return [path for path in paths if "/" not in path and "{" not in path and path != "me"]

    def request(self) -> tuple[str, str, Json]:
        """Method, path below the project, options for httpx."""
        operation = self.random.choice(self.operations)
        if operation.method in ("DELETE", "HEAD") and self.random.random() < 0.6:
            operation = self.random.choice([one for one in self.operations if one.method == "POST"])
        noun = operation.path.split("/{ID}")[0].split("/key=")[0].rsplit("/", 1)[-1]
        noun = {"replicate": "carts", "merge": "orders", "customer-id={customerId}": "carts"}.get(noun, noun)
        meant = self.random.choice(self.known[noun]) if self.known[noun] else {}
        if noun in OF_CUSTOMERS and self.known["customers"]:
            meant = self.random.choice(self.known["customers"])
        path = self._path(operation, meant)
        options: Json = {"params": self._parameters(operation, meant)}
        if operation.method == "POST":
            options |= {"content": self._body(operation, meant), "headers": {"Content-Type": "application/json"}}
        return operation.method, path, options

    def learn(self, path: str, status: int, answer: Any) -> None:
        """Remember, of each kind, some that exist."""
        if status not in (200, 201) or not isinstance(answer, dict):
            return
        noun = [part for part in path.split("/") if "=" not in part and part.count("-") < 4][-1]
        rows = answer.get("results", [answer])
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and "id" in row:
                kept = [other for other in self.known[noun] if other["id"] != row["id"]]
                self.known[noun] = [*kept, row][-12:]

    def _path(self, operation: Operation, meant: Json) -> str:
        filled = operation.path.removeprefix("/{projectKey}").strip("/")
        for name in ("ID", "key", "id", "storeKey", "customerId", "orderNumber", "container", "email"):
            stored = meant.get("id" if name == "ID" else name)
            if name == "storeKey" and self.known["stores"]:
                stored = self.random.choice(self.known["stores"]).get("key")
            odd = self.random.choice(["x", "%00", "a%2Fb", "%20", "\u00fc", "a" * 300, "..", "%ff"])
            value = quote(str(stored), safe="") if stored and self.random.random() < 0.9 else odd
            filled = filled.replace(f"{{{name}}}", value)
        while "{" in filled:
            before, _, rest = filled.partition("{")
            filled = before + "x" + rest.partition("}")[2]
        return filled

    def _parameters(self, operation: Operation, meant: Json) -> list[tuple[str, str]]:
        chosen: list[tuple[str, str]] = []
        if operation.method == "DELETE" and self.random.random() < 0.8:
            chosen.append(("version", str(meant.get("version", 1))))
        if self.random.random() < (0.8 if operation.method == "GET" else 0.15):
            names = self.random.sample(sorted(WRONG_PARAMETERS), self.random.randint(1, 3))
            chosen += [(name, self.random.choice(WRONG_PARAMETERS[name])) for name in names]
        return chosen

    def _body(self, operation: Operation, meant: Json) -> bytes:
        if self.random.random() < 0.04:
            return self.random.choice(WRONG_BODIES)
        base = self.reference.actions(operation)
        if base:
            kinds = kinds_of(self.reference.schemas[base])
            names = sorted(kinds[1].items()) if kinds else []
            actions = [self._action(*self.random.choice(names), meant) for _ in range(self.random.choice([1, 1, 2, 3]))]
            body: Any = {"version": meant.get("version", 1), "actions": actions}
        else:
            body = self.sound.of_type(operation.body) if operation.body else {}
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            body = self._damaged(body)
        return json.dumps(body).encode()  # escapes what is no character, where orjson would refuse

    def _action(self, name: str, kind: str, meant: Json) -> Json:
        made = self.sound.of_type(kind)
        for field, value in list(made.items()):  # what is named by its id is mostly there
            if field.endswith("Id") and isinstance(value, str) and self.random.random() < 0.8:
                made[field] = self._inner_id(meant, field) or value
        return made | {"action": name}

    def _inner_id(self, meant: Json, field: str) -> Any:
        listed = meant.get(field.removesuffix("Id") + "s") or meant.get(field.removesuffix("Id") + "es") or ()
        if field == "variantId":
            return self.random.choice([1, 2])
        return self.random.choice(listed).get("id") if listed and isinstance(listed[0], dict) else None

    def _damaged(self, value: Any) -> Any:
        """The value with one part of it, however deep, replaced, removed, doubled or renamed."""
        if isinstance(value, dict) and value and self.random.random() < 0.85:
            name = self.random.choice(sorted(value))
            match self.random.randint(0, 9):
                case 0:
                    return {key: inner for key, inner in value.items() if key != name}
                case 1:
                    return value | {self.random.choice(["", "$x", "a.b", "\u00fc", "x" * 300]): value[name]}
                case _:
                    return value | {name: self._damaged(value[name])}
        if isinstance(value, list) and value and self.random.random() < 0.85:
            at = self.random.randrange(len(value))
            if self.random.random() < 0.2:
                return value + value
            return [*value[:at], self._damaged(value[at]), *value[at + 1 :]]
        return self.random.choice(WRONG_VALUES)
