"""The dialect in which discounts say what they apply to."""

import pytest

from common.errors.pricing import SemanticError, SyntaxError
from common.predicates.discounts import predicate
from common.predicates.facts import Fact, Facts, Function, merchants
from common.predicates.shape import Kind, Many

HAT = {
    "sku": "hat",
    "quantity": 3,
    "categories": ["hats", "summer"],
    "price": ("EUR", 1050),
    "attributes": {"colour": {"key": "red", "label": "Red"}, "sizes": [1, 2], "head-size": 58, "name": {"en": "Hat"}},
}
LINE = Facts(
    {
        "sku": Fact(Kind.TEXT, lambda line: line.get("sku")),
        "quantity": Fact(Kind.NUMBER, lambda line: line.get("quantity")),
        "price": Fact(Kind.AMOUNT, lambda line: line.get("price")),
        "categories.id": Fact(Many(Kind.TEXT), lambda line: line.get("categories"), "category"),
    },
    families={"attributes": lambda path: merchants(lambda line: line["attributes"].get(path[0]), *path[1:])},
)
CART = Facts(
    {"currency": Fact(Kind.TEXT, lambda _: "EUR")},
    {"lineItemCount": Function(Kind.NUMBER, LINE, lambda cart, chosen: sum(map(chosen, cart)))},
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("1=1", True),
        ("1 = 2", False),
        ("true = true", True),
        ('"a" <> "b"', True),
        ('sku = "hat" and quantity > 2', True),
        ('not (sku = "hat")', False),
        ('sku in ("cap", "hat")', True),
        ('sku not in ("cap", "hat")', False),
        ('categories.id contains "hats"', True),
        ('categories.id contains any ("caps", "hats")', True),
        ('categories.id contains all ("caps", "hats")', False),
        ('categories.id = ("hats")', False),
        ('categories.id = ("summer", "hats")', True),
        ('categories.id != ("hats")', True),
        ("categories.id is not empty", True),
        ('price = "10.50 EUR"', True),
        ('price > "10.49 EUR" and price <= "10.50 EUR"', True),
        ('price > "1.00 USD"', False),
        ('price != "10.50 USD"', True),
        ('price in ("1.00 EUR", "10.50 EUR")', True),
        ('attributes.colour = "red"', True),
        ('attributes.colour.label = "Red"', True),
        ("attributes.sizes contains 2", True),
        ("attributes.head-size = 58", True),
        ("attributes.`head-size` = 58", True),
        ('attributes.name.en = "Hat"', True),
        ("attributes.shape is defined", False),
    ],
)
def test_a_line_is_asked(text, holds):
    assert predicate(text, LINE).holds(HAT) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("lineItemCount(1 = 1) = 2", True),
        ('lineItemCount(sku = "hat") > 1 and currency = "EUR"', False),
        ('lineItemCount(sku = "hat" or sku = "cap") not in (1, 3)', True),
    ],
)
def test_a_cart_is_asked_of_the_lines_that_a_predicate_chooses(text, holds):
    assert predicate(text, CART).holds([HAT, {"sku": "cap"}]) is holds


@pytest.mark.parametrize("text", ["", "sku", "sku = ", "sku = 'hat'", "1", "sku.= 1", "(1 = 1", "lineItemCount(1 = 1)"])
def test_what_cannot_be_read_is_a_syntax_error(text):
    with pytest.raises(SyntaxError):
        predicate(text, CART)


@pytest.mark.parametrize(
    "text", ["colour = 1", "sku = 1", "price = 10", 'price = "ten EUR"', "count(1 = 1) > 2", "attributes = 1"]
)
def test_what_nothing_is_known_of_is_a_semantic_error(text):
    with pytest.raises(SemanticError):
        predicate(text, LINE)


def test_what_is_named_by_its_id_is_referred_to_once():
    text = 'lineItemCount(categories.id contains any ("a", "b") or categories.id = ("a")) > 1'
    assert predicate(text, CART).references == (("category", "a"), ("category", "b"))
