"""Whatever a client writes into ``where``: a tree, or one refusal."""

from hypothesis import given
from hypothesis import strategies as st

from common.errors import InvalidInput
from common.predicates import Kind, Many, Shape, bind, parse, to_mongo

WORDS = [
    "name", "en", "tags", "any", "`x y`", "(", ")", "and", "or", "not", "in", "is", "defined", "empty", "contains",
    "all", "any", "within", "circle", "matches", "ignore", "case", "=", "<>", "<=", ",", '"a"', "1", "-1.5e3",
    ":var", "true", "\n", '"', "\\", "$where", "_id", "\x00",
]  # fmt: skip

SHAPE = Shape({"name": Shape(others=Kind.TEXT), "tags": Many(Kind.TEXT), "any": Kind.ANY}, at_rest={"id": "_id"})


@given(st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join) | st.text(max_size=50))
def test_a_text_is_a_predicate_or_is_refused(text):
    try:
        filter_ = to_mongo(bind(parse(text), {"var": ["a", "1"]}), SHAPE)
    except InvalidInput:
        return
    assert "$where" not in str(filter_)
