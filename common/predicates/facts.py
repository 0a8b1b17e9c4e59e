"""What discounts and shipping methods may ask of a cart, a line, a product: names with dots, each with its way to be
found.

A table of facts is to them what a ``Shape`` is to queries. A predicate becomes a function once; its names are looked up
then, so asking it costs no more than the facts it names.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.predicates.errors import malformed, unknown_field
from common.predicates.matches import Test, all_hold, leaf_test, negated, one_holds
from common.predicates.shape import Field, Kind
from common.predicates.syntax import AllOf, AnyOf, Applied, Compare, ContainsAll, Node, Not, OneOf, SameAs, Within

Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Fact:
    """``read`` finds it, None where it is absent; ``type_id`` says what its value is the id of."""

    held: Field
    read: Read
    type_id: str | None = None


@dataclass(frozen=True)
class Function:
    """A fact of the elements that a predicate of their own chooses: how many, what they cost."""

    held: Field
    of: "Facts"
    read: Callable[[Any, Test], Any]


@dataclass(frozen=True, eq=False)
class Facts:
    """``families``: by what their names begin with, facts whose further parts a merchant chose."""

    known: Mapping[str, Fact]
    functions: Mapping[str, Function] = field(default_factory=dict)
    families: Mapping[str, Callable[[tuple[str, ...]], Fact]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Fact:
        if name in self.known:
            return self.known[name]
        for prefix, family in self.families.items():
            if name.startswith(f"{prefix}."):
                return family(tuple(name.removeprefix(f"{prefix}.").split(".")))
        raise unknown_field(name)

    def function(self, name: str) -> Function:
        if name not in self.functions:
            raise malformed(f"The function '{name}' does not exist.")
        return self.functions[name]


def test_of(node: Node, facts: Facts) -> Test:
    """The predicate as a function of what the facts are about."""
    match node:
        case Not(inner):
            return negated(test_of(inner, facts))
        case AllOf(nodes):
            return all_hold([test_of(each, facts) for each in nodes])
        case AnyOf(nodes):
            return one_holds([test_of(each, facts) for each in nodes])
        case Applied(name, inner, said):
            function = facts.function(name)
            chosen, holds, find = test_of(inner, function.of), leaf_test(said, function.held), function.read
            return lambda target: holds(find(target, chosen))
        case Within(name):
            raise malformed(f"'{name}' must be compared with something.")
    fact = facts[node.field]
    read, test = fact.read, leaf_test(node, fact.held)
    return lambda target: test(read(target))


test_of.__test__ = False  # type: ignore[attr-defined]  # pytest: no test, whatever its name


def references_of(node: Node, facts: Facts) -> Iterator[tuple[str, str]]:
    """``(type id, id)`` of every resource that the predicate names by its id."""
    match node:
        case Not(inner):
            yield from references_of(inner, facts)
        case AllOf(nodes) | AnyOf(nodes):
            for each in nodes:
                yield from references_of(each, facts)
        case Applied(name, inner, _):
            yield from references_of(inner, facts.function(name).of)
        case Compare(name, _, value):
            if type_id := facts[name].type_id:
                yield type_id, str(value)
        case OneOf(name, values) | ContainsAll(name, values) | SameAs(name, values):
            if type_id := facts[name].type_id:
                yield from ((type_id, str(value)) for value in values)


def merchants(read: Read, *path: str) -> Fact:
    """A value of a kind that a merchant chose: an attribute, a custom field. Of an enum, an amount or a reference the
    key, the cents or the id counts, unless the path goes further.
    """

    def found(target: Any) -> Any:
        value = read(target)
        for name in path:
            value = _step(value, name)
        return [_simple(each) for each in value] if isinstance(value, list) else _simple(value)

    return Fact(Kind.ANY, found)


def _step(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return [inner for each in value if (inner := _step(each, name)) is not None]
    return value.get(name) if isinstance(value, dict) else None


def _simple(value: Any) -> Any:
    if isinstance(value, dict):
        return next((value[name] for name in ("key", "centAmount", "id") if name in value), value)
    return value
