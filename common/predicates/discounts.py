"""The dialect of discounts: fields are paths with dots, functions may be applied, and constants compared.

    lineItemCount(categories.id contains "hats" and attributes.colour = "red") > 2 and totalPrice >= "100.00 EUR"
    1 = 1

https://docs.commercetools.com/api/predicates/predicate-operators
"""

from dataclasses import dataclass
from functools import lru_cache

from common.errors.pricing import SemanticError, SyntaxError
from common.predicates.errors import MalformedPredicate, UnreadablePredicate
from common.predicates.facts import Facts, references_of, test_of
from common.predicates.matches import Test
from common.predicates.parser import Parser
from common.predicates.syntax import AllOf, AnyOf, Applied, Not, OneOf, SameAs, Within
from common.predicates.syntax import Node as Tree
from common.wire.json import Json

EQUALITY = ("=", "!=", "<>")
ALWAYS, NEVER = AllOf(()), AnyOf(())


@dataclass(frozen=True, eq=False)
class Predicate:
    """``holds`` asks it; ``references`` are the resources it names by their ids. The same text is the same object."""

    holds: Test
    references: tuple[tuple[str, str], ...]

    def references_json(self) -> list[Json]:
        return [{"typeId": type_id, "id": id} for type_id, id in self.references]


@lru_cache(maxsize=4096)
def predicate(text: str, facts: Facts) -> Predicate:
    """SyntaxError, or SemanticError where it asks for what there is not."""
    try:
        tree = DiscountParser(text).whole()
        return Predicate(test_of(tree, facts), tuple(dict.fromkeys(references_of(tree, facts))))
    except UnreadablePredicate as malformed:
        raise SyntaxError(malformed.problem.replace(" while parsing 'where'", "")) from None
    except MalformedPredicate as malformed:
        raise SemanticError(malformed.problem) from None


class DiscountParser(Parser):
    def one(self) -> Tree:
        is_constant = self.token.kind in ("number", "text") or self.token.keyword in ("true", "false")
        return self.constants() if is_constant and self.after.text in EQUALITY else super().one()

    def constants(self) -> Tree:
        """``1 = 1``"""
        left, operator, right = self.value(), self.take().text, self.value()
        return ALWAYS if (left == right) == (operator == "=") else NEVER

    def field(self) -> str:
        parts = [super().field()]
        while self.skip("."):
            parts.append(super().field())
        return ".".join(parts)

    def about(self, field: str) -> Tree:
        node = super().about(field)
        return self.applied(node) if isinstance(node, Within) else node

    def applied(self, function: Within) -> Tree:
        said = self.said_of(function.field)
        match said:
            case Not(node):
                return Not(Applied(function.field, function.inner, node))  # type: ignore[arg-type]  # only leaves here
        return Applied(function.field, function.inner, said)  # type: ignore[arg-type]

    def said_of(self, field: str) -> Tree:
        if self.token.text in EQUALITY and self.after.text == "(":
            operator = self.take().text
            same = SameAs(field, self.values())
            return same if operator == "=" else Not(same)
        return super().said_of(field)

    def contains(self, field: str) -> Tree:
        if self.token.keyword in ("all", "any"):
            return super().contains(field)
        return OneOf(field, (self.value(),))
