"""The predicate language, read into its tree."""

import pytest

from common.errors import InvalidInput
from common.predicates import parse
from common.predicates.parser import MAX_DEPTH, MAX_LENGTH, MAX_TERMS
from common.predicates.syntax import (
    AllOf,
    AnyOf,
    Compare,
    ContainsAll,
    IsDefined,
    IsEmpty,
    MatchesIgnoringCase,
    Not,
    OneOf,
    Variable,
    Within,
    WithinCircle,
)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('name(en = "Hats")', Within("name", Compare("en", "=", "Hats"))),
        ("version <> 3", Compare("version", "!=", 3)),
        ("price >= -1.5", Compare("price", ">=", -1.5)),
        ("isActive = true", Compare("isActive", "=", True)),
        ('sku in ("a", "b")', OneOf("sku", ("a", "b"))),
        ('sku not in ("a")', Not(OneOf("sku", ("a",)))),
        ("sku in :skus", OneOf("sku", (Variable("skus"),))),
        ("sku in (:a, :b)", OneOf("sku", (Variable("a"), Variable("b")))),
        ('tags contains all ("a", "b")', ContainsAll("tags", ("a", "b"))),
        ('tags contains any ("a")', OneOf("tags", ("a",))),
        ("lineItems is empty", IsEmpty("lineItems")),
        ("lineItems is not empty", Not(IsEmpty("lineItems"))),
        ("key is defined", IsDefined("key")),
        ("key is not defined", Not(IsDefined("key"))),
        ('email matches ignore case "A@b.c"', MatchesIgnoringCase("email", "A@b.c")),
        ("geo within circle(13.37, 52.51, 1000)", WithinCircle("geo", 13.37, 52.51, 1000)),
        ('name(`en-GB` = "x")', Within("name", Compare("en-GB", "=", "x"))),
        ('name(en-GB = "x")', Within("name", Compare("en-GB", "=", "x"))),
        ('key = "a \\"quoted\\" \\u00e9"', Compare("key", "=", 'a "quoted" é')),
        ('key="no blanks"and version=1', AllOf((Compare("key", "=", "no blanks"), Compare("version", "=", 1)))),
    ],
)
def test_every_form_has_its_tree(text, tree):
    assert parse(text) == tree


def test_or_binds_weaker_than_and_and_brackets_bind_strongest():
    a, b, c = (Compare(name, "=", 1) for name in "abc")
    assert parse("a = 1 and b = 1 or c = 1") == AnyOf((AllOf((a, b)), c))
    assert parse("a = 1 and (b = 1 or c = 1)") == AllOf((a, AnyOf((b, c))))
    assert parse("not (a = 1) and b = 1") == AllOf((Not(a), b))


def test_no_word_is_reserved():
    odia, icelandic = Compare("or", "=", "a"), Compare("is", "=", "b")
    assert parse('or = "a" or is = "b"') == AnyOf((odia, icelandic))
    assert parse("not is defined and in is defined") == AllOf((IsDefined("not"), IsDefined("in")))


@pytest.mark.parametrize(
    "text",
    [
        'key = "a" and not (version IN (1) or name is not defined)',
        'isOnStock = true and tags contains all ("A") or email matches ignore case "X"',
        "tags is not empty and geo within circle(1, 2, 3) and sku not in :skus",
    ],
)
def test_keywords_may_be_written_in_capitals(text):
    words = ("and", "or", "not", "in", "is", "defined", "empty", "contains", "all", "matches", "ignore", "case", "true")
    shouted = " ".join(word.upper() if word in words else word for word in text.split(" "))
    assert parse(shouted) == parse(text)
    assert parse('AND = "a"') == Compare("AND", "=", "a"), "the name of a field is no keyword"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1, column 1"),
        ("name", "line 1, column 5"),
        ('name = "a" key = "b"', "line 1, column 12"),
        ('name = "a" and\n  (key = ', "line 2, column 10"),
        ("name ~ 1", "line 1, column 6"),
        ('name = "a', "line 1, column 8"),
        ("name in ()", "line 1, column 10"),
        ("name is null", "line 1, column 9"),
        ("name = null", "line 1, column 8"),
        ("geo within circle(200, 0, 1)", "line 1, column 18"),
        ('name = "\\ud800"', "line 1, column 8"),
        ('name = "\\u0000"', "line 1, column 8"),
        ("name = 1e999", "line 1, column 8"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, place):
    with pytest.raises(InvalidInput, match=r"^Malformed parameter: where: ") as caught:
        parse(text)
    assert place in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        'key = "' + "a" * MAX_LENGTH + '"',
        "(" * (MAX_DEPTH + 1) + "a = 1" + ")" * (MAX_DEPTH + 1),
        "id in (" + ",".join(["1"] * (MAX_TERMS + 1)) + ")",
        "a = 1" + " or a = 1" * MAX_TERMS,
    ],
    ids=["length", "depth", "values", "terms"],
)
def test_what_would_be_too_much_is_refused(text):
    with pytest.raises(InvalidInput, match="must not"):
        parse(text)


def test_a_whole_page_of_ids_can_be_asked_for():
    ids = ", ".join(f'"00000000-0000-0000-0000-{number:012}"' for number in range(500))
    assert len(parse(f"id in ({ids})").values) == 500
