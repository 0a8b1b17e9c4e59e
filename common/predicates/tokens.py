"""The text of a predicate as a row of tokens, each knowing where it stood."""

import json
import re
from dataclasses import dataclass

from common.errors import InvalidInput
from common.predicates.errors import unreadable

TOKEN = re.compile(
    r"""(?P<symbol> <=|>=|!=|<>|[=<>(),.] )
      | (?P<text> "(?:[^"\\]|\\.)*" )
      | (?P<number> -?\d+(?:\.\d+)?(?:[eE][+-]?\d+)? (?![\w-]) )
      | (?P<variable> :[A-Za-z_][\w-]* )
      | (?P<quoted> `[^`]+` )
      | (?P<word> \w[\w-]* )""",
    re.VERBOSE | re.DOTALL,
)

BLANK = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    """The name of the group in TOKEN, or ``end``."""
    text: str
    at: int

    @property
    def keyword(self) -> str:
        """What it says where the language has a word of its own: ``AND`` is ``and``. Fields are read as they stand."""
        return self.text.lower() if self.kind == "word" else self.text


def tokens_of(text: str) -> list[Token]:
    """Every token, and an ``end`` after the last."""
    tokens, at = [], _after_blanks(text, 0)
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise syntax_error(text, at, f"Unexpected {text[at]!r}")
        tokens.append(Token(str(found.lastgroup), found[0], at))
        at = _after_blanks(text, found.end())
    return [*tokens, Token("end", "", len(text))]


def text_of(token: Token, source: str) -> str:
    """What a text token says, its escapes undone as in JSON."""
    try:
        said = json.loads(token.text, strict=False)
        said.encode()  # a lone half of a surrogate pair can be neither stored nor compared
    except ValueError:
        raise syntax_error(source, token.at, "Malformed string") from None
    if "\x00" in said:
        raise syntax_error(source, token.at, "A string must not contain the null character")
    return str(said)


def syntax_error(text: str, at: int, problem: str) -> InvalidInput:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return unreadable(f"Syntax error while parsing 'where'. {problem} (line {line}, column {column}).")


def _after_blanks(text: str, at: int) -> int:
    found = BLANK.match(text, at)
    return found.end() if found else at
