"""Input variables: ``where=sku in :skus&var.skus=a&var.skus=b``.

https://docs.commercetools.com/api/predicates/query#input-variables
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from common.predicates.errors import malformed
from common.predicates.parser import MAX_TERMS
from common.predicates.syntax import (
    AllOf,
    AnyOf,
    Compare,
    ContainsAll,
    MatchesIgnoringCase,
    Node,
    Not,
    OneOf,
    Untyped,
    Value,
    Variable,
    Within,
)


def bind(node: Node, variables: Mapping[str, Sequence[str]]) -> Node:
    """The predicate with every ``:name`` replaced by the texts given for it."""
    match node:
        case Compare(_, _, Variable(name)) | MatchesIgnoringCase(_, Variable(name)):
            return replace(node, value=_only(name, variables))
        case OneOf(_, values) | ContainsAll(_, values) if any(isinstance(v, Variable) for v in values):
            return replace(node, values=tuple(_all(values, variables)))
        case Within(_, inner):
            return replace(node, inner=bind(inner, variables))
        case Not(inner):
            return Not(bind(inner, variables))
        case AllOf(nodes) | AnyOf(nodes):
            return replace(node, nodes=tuple(bind(each, variables) for each in nodes))
    return node


def _all(values: tuple[Value, ...], variables: Mapping[str, Sequence[str]]) -> list[Value]:
    bound: list[Value] = []
    for value in values:
        bound += map(Untyped, _given(value.name, variables)) if isinstance(value, Variable) else [value]
    if len(bound) > MAX_TERMS:
        raise malformed(f"A predicate must not compare with more than {MAX_TERMS} values.")
    return bound


def _only(name: str, variables: Mapping[str, Sequence[str]]) -> Untyped:
    values = _given(name, variables)
    if len(values) != 1:
        raise malformed(f"The variable '{name}' must have one value here.")
    return Untyped(values[0])


def _given(name: str, variables: Mapping[str, Sequence[str]]) -> Sequence[str]:
    values = variables.get(name)
    if not values:
        raise malformed(f"The variable '{name}' has no value, give it as 'var.{name}'.")
    if any("\x00" in value for value in values):
        raise malformed(f"The variable '{name}' must not contain the null character.")
    return values
