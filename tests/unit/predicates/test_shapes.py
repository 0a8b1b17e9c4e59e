"""A predicate may only speak of fields that the type has, and of values that they can hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pytest

from common.errors import InvalidInput
from common.predicates import Kind, Many, Shape, bind, matches, parse, shape_of, to_mongo
from common.predicates.shape import stored_path
from common.values.addresses import Address
from common.values.custom_fields import CustomFields
from common.values.localized import Localized
from common.values.prices import Price


@dataclass(frozen=True)
class Hat:
    id: str
    name: Localized
    size: int
    state: Literal["New", "Worn"]
    sold_at: datetime
    prices: tuple[Price, ...] = ()
    tags: tuple[str, ...] = ()
    address: Address | None = None
    custom: CustomFields | None = None
    is_soft: bool = False


FIELDS = shape_of(Hat)
HAT = Shape(FIELDS.fields, at_rest={"id": "_id"})


@pytest.mark.parametrize(
    ("text", "filter_"),
    [
        ('id = "a"', {"_id": {"$eq": "a"}}),
        ('name(en = "a")', {"name.en": {"$eq": "a"}}),
        ('size > 3 and state != "Worn"', {"size": {"$gt": 3}, "state": {"$ne": "Worn"}}),
        ('soldAt > "2026-01-01T01:00:00+01:00"', {"soldAt": {"$gt": "2026-01-01T00:00:00.000Z"}}),
        ('address(pOBox = "1")', {"address.pOBox": {"$eq": "1"}}),
        (
            'prices(country = "DE" and value(centAmount > 5))',
            {"prices": {"$elemMatch": {"country": {"$eq": "DE"}, "value.centAmount": {"$gt": 5}}}},
        ),
        ('prices(customerGroup(id = "x"))', {"prices": {"$elemMatch": {"customerGroup.id": {"$eq": "x"}}}}),
    ],
)
def test_a_filter_follows_the_shape(text, filter_):
    assert to_mongo(parse(text), HAT) == filter_


@pytest.mark.parametrize(
    "text",
    [
        "colour = 1",
        "_id is defined",
        "_outbox is defined",
        'name(`en.x` = "a")',
        'name(`$where` = "a")',
        "prices(colour = 1)",
        'size = "3"',
        "state = 1",
        "isSoft = 1",
        "isSoft < true",
        "state(x = 1)",
        "name = 1",
        'soldAt = "yesterday"',
        "size is empty",
        "address within circle(0, 0, 1)",
        "size matches ignore case 3",
        "state = :missing",
    ],
)
def test_what_the_type_cannot_answer_is_refused_by_both_readers(text):
    with pytest.raises(InvalidInput, match=r"^Malformed parameter: where: "):
        to_mongo(parse(text), HAT)
    with pytest.raises(InvalidInput, match=r"^Malformed parameter: where: "):
        matches(parse(text), {"name": {}}, HAT) or matches(parse(text), {"prices": [{}]}, HAT)


def test_nesting_inside_a_merchants_fields_ends_somewhere():
    deep = "custom(fields(" + "a(" * 9 + "b = 1" + ")" * 11
    with pytest.raises(InvalidInput, match="nested too deeply"):
        to_mongo(parse(deep), HAT)


def test_a_variable_takes_the_type_of_its_field():
    asked = bind(parse("size = :size and isSoft = :soft"), {"size": ["3"], "soft": ["true"]})
    assert to_mongo(asked, HAT) == {"size": {"$eq": 3}, "isSoft": {"$eq": True}}


def test_a_variable_for_a_merchants_field_may_be_a_text_or_a_number():
    asked = bind(parse("custom(fields(size = :size))"), {"size": ["42"]})
    for size in ("42", 42):
        assert matches(asked, {"custom": {"fields": {"size": size}}}, HAT)
    assert not matches(asked, {"custom": {"fields": {"size": True}}}, HAT)


def test_a_list_of_values_may_come_from_one_variable():
    asked = bind(parse("state in :states"), {"states": ["New", "Worn"]})
    assert to_mongo(asked, HAT) == {"state": {"$in": ["New", "Worn"]}}


def test_an_unset_variable_is_refused_by_name():
    with pytest.raises(InvalidInput, match=r"'size'.*var\.size"):
        bind(parse("size = :size"), {})


@pytest.mark.parametrize(
    ("path", "stored"),
    [("id", "_id"), ("name.en", "name.en"), ("prices.value.centAmount", "prices.value.centAmount")],
)
def test_sorting_finds_the_stored_path(path, stored):
    assert stored_path(HAT, path) == stored


@pytest.mark.parametrize("path", ["colour", "name", "size.x", "_outbox", "name.en.x", ""])
def test_sorting_by_what_is_not_there_is_refused(path):
    with pytest.raises(InvalidInput):
        stored_path(HAT, path)


def test_a_place_is_within_a_circle_on_the_ground():
    shop = Shape({"geo": Kind.POINT})
    berlin = {"geo": {"type": "Point", "coordinates": [13.377, 52.516]}}
    assert matches(parse("geo within circle(13.0, 52.4, 40000)"), berlin, shop)
    assert not matches(parse("geo within circle(13.0, 52.4, 20000)"), berlin, shop)


def test_ignoring_case_is_not_a_pattern():
    shape = Shape({"a": Many(Kind.TEXT)})
    assert matches(parse('a matches ignore case "X.Y"'), {"a": ["x.y"]}, shape)
    assert not matches(parse('a matches ignore case "X.Y"'), {"a": ["xzy", "x.y\n", "ax.y"]}, shape)
