"""From text to tree, by recursive descent: ``or`` binds weakest, then ``and``, then ``not``.

Capitals in a keyword mean nothing, and no word is reserved: a locale may be called ``or`` (Odia) or ``is``
(Icelandic). Where a field is expected, it is one.
"""

from functools import lru_cache

from common.errors import InvalidInput
from common.predicates.errors import unreadable
from common.predicates.syntax import (
    AllOf,
    AnyOf,
    Compare,
    ContainsAll,
    IsDefined,
    IsEmpty,
    MatchesIgnoringCase,
    Node,
    Not,
    OneOf,
    Value,
    Variable,
    Within,
    WithinCircle,
)
from common.predicates.tokens import Token, syntax_error, text_of, tokens_of

MAX_LENGTH = 40_000
"""In characters; room for ``id in (…)`` with a full page of 500 ids."""
MAX_DEPTH = 30
MAX_TERMS = 1_000
"""Values compared with, in the whole predicate."""
MAX_LENGTH_REMEMBERED = 4_000


def parse(text: str) -> Node:
    """The tree of a predicate; InvalidInput says what is wrong with it and where."""
    if len(text) > MAX_LENGTH:
        raise unreadable(f"A predicate must not be longer than {MAX_LENGTH} characters.")
    return _remembered(text) if len(text) <= MAX_LENGTH_REMEMBERED else Parser(text).whole()


@lru_cache(maxsize=512)
def _remembered(text: str) -> Node:
    return Parser(text).whole()


class Parser:
    """Of queries; ``discounts`` speak a dialect of the language."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.next = 0
        self.depth = 0
        self.terms = 0

    def whole(self) -> Node:
        node = self.any_of()
        if self.token.kind != "end":
            raise self.unexpected("'and', 'or' or the end")
        return node

    def any_of(self) -> Node:
        nodes = [self.all_of()]
        while self.skip("or"):
            nodes.append(self.all_of())
        return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))

    def all_of(self) -> Node:
        nodes = [self.one()]
        while self.skip("and"):
            nodes.append(self.one())
        return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))

    def one(self) -> Node:
        if self.token.text == "(":
            return self.in_brackets()
        if self.token.keyword == "not" and self.after.text == "(":
            self.take()
            return Not(self.in_brackets())
        return self.about(self.field())

    def in_brackets(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise unreadable(f"A predicate must not be nested more than {MAX_DEPTH} levels deep.")
        self.expect("(")
        node = self.any_of()
        self.expect(")")
        self.depth -= 1
        return node

    def about(self, field: str) -> Node:
        """What is said about the field whose name was just read."""
        if self.token.text == "(":
            return Within(field, self.in_brackets())
        return self.said_of(field)

    def said_of(self, field: str) -> Node:
        """The operator, and what it compares with."""
        token = self.take()
        match token.keyword:
            case "=" | "!=" | "<" | ">" | "<=" | ">=" as operator:
                return Compare(field, operator, self.value())
            case "<>":
                return Compare(field, "!=", self.value())
            case "in":
                return OneOf(field, self.values())
            case "not":
                self.expect("in")
                return Not(OneOf(field, self.values()))
            case "contains":
                return self.contains(field)
            case "is":
                negated = self.skip("not")
                node = IsEmpty(field) if self.skip("empty") else self.defined(field)
                return Not(node) if negated else node
            case "matches":
                self.expect("ignore")
                self.expect("case")
                return MatchesIgnoringCase(field, self.value())
            case "within":
                self.expect("circle")
                return self.circle(field)
        raise self.unexpected("an operator or '('", token)

    def contains(self, field: str) -> Node:
        if self.skip("all"):
            return ContainsAll(field, self.values())
        self.expect("any")
        return OneOf(field, self.values())

    def defined(self, field: str) -> Node:
        self.expect("defined")
        return IsDefined(field)

    def circle(self, field: str) -> Node:
        start = self.token.at
        self.expect("(")
        longitude = self.number()
        self.expect(",")
        latitude = self.number()
        self.expect(",")
        radius_metres = self.number()
        self.expect(")")
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90 and radius_metres >= 0):
            raise syntax_error(self.text, start, "Expected (longitude, latitude, radius in metres)")
        return WithinCircle(field, longitude, latitude, radius_metres)

    def field(self) -> str:
        if self.token.kind == "quoted":
            return self.take().text[1:-1]
        if self.token.kind != "word":
            raise self.unexpected("a field")
        return self.take().text

    def values(self) -> tuple[Value, ...]:
        """``("a", "b")``, or one variable that brings several."""
        if self.token.kind == "variable":
            return (self.value(),)
        self.expect("(")
        values = [self.value()]
        while self.skip(","):
            values.append(self.value())
        self.expect(")")
        return tuple(values)

    def value(self) -> Value:
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise unreadable(f"A predicate must not compare with more than {MAX_TERMS} values.")
        token = self.token
        match token.kind, token.keyword:
            case "text", _:
                return text_of(self.take(), self.text)
            case "number", _:
                return self.number()
            case "variable", _:
                return Variable(self.take().text[1:])
            case "word", "true" | "false":
                return self.take().keyword == "true"
        raise self.unexpected("a value")

    def number(self) -> int | float:
        if self.token.kind != "number":
            raise self.unexpected("a number")
        token = self.take()
        if token.text.lstrip("-").isdigit():
            whole = int(token.text) if len(token.text) < 20 else 2**63
            if -(2**63) <= whole < 2**63:
                return whole
        number = float(token.text)
        if number in (float("inf"), float("-inf")):
            raise syntax_error(self.text, token.at, "The number is too large")
        return number

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    @property
    def after(self) -> Token:
        return self.tokens[min(self.next + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        self.next = min(self.next + 1, len(self.tokens) - 1)
        return token

    def skip(self, text: str) -> bool:
        found = self.token.keyword == text and self.token.kind in ("word", "symbol")
        if found:
            self.take()
        return found

    def expect(self, text: str) -> None:
        if not self.skip(text):
            raise self.unexpected(repr(text))

    def unexpected(self, wanted: str, token: Token | None = None) -> InvalidInput:
        token = token or self.token
        found = repr(token.text) if token.text else "end of input"
        return syntax_error(self.text, token.at, f"Unexpected {found}, expected {wanted}")
