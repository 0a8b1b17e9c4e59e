"""What of a product's attributes is left after its type has changed."""

import pytest

from apps.product.products.following import as_declared

TEXT, SIZE = {"name": "text"}, {"name": "enum", "values": [{"key": "s", "label": "Small"}]}


def type_with(unfollowed=(), **types):
    attributes = [{"name": name, "type": declared, "level": "Variant"} for name, declared in types.items()]
    return {"attributes": attributes, "_unfollowed": list(unfollowed)}


def after(values, product_type, level="Variant"):
    attributes = [{"name": name, "value": value} for name, value in values.items()]
    return {each["name"]: each["value"] for each in as_declared(attributes, product_type, level)}


@pytest.mark.parametrize(
    ("values", "product_type", "left"),
    [
        ({"a": "x", "b": "y"}, type_with(a=TEXT), {"a": "x"}),
        ({"a": {"key": "s", "label": "Tiny"}}, type_with(a=SIZE), {"a": {"key": "s", "label": "Small"}}),
        ({"a": {"key": "xl", "label": "Big"}}, type_with(a=SIZE), {}),
        (
            {"a": [{"key": "xl", "label": "Big"}, {"key": "s", "label": "Tiny"}]},
            type_with(a={"name": "set", "elementType": SIZE}),
            {"a": [{"key": "s", "label": "Small"}]},
        ),
        ({"a": [{"key": "xl", "label": "Big"}]}, type_with(a={"name": "set", "elementType": SIZE}), {}),
        ({"a": "x"}, type_with([{"attribute": "a", "name": "b"}, {"attribute": "b", "name": "c"}], c=TEXT), {"c": "x"}),
        ({"a": "old", "b": "new"}, type_with([{"attribute": "a", "name": "b"}], b=TEXT), {"b": "new"}),
        (
            {"a": {"key": "xs", "label": "Tiny"}},
            type_with([{"attribute": "a", "key": "xs", "new_key": "s"}], a=SIZE),
            {"a": {"key": "s", "label": "Small"}},
        ),
    ],
)
def test_attributes_are_as_the_type_has_them_now(values, product_type, left):
    assert after(values, product_type) == left


def test_an_attribute_that_moved_to_the_other_level_is_gone():
    assert after({"a": "x"}, type_with(a=TEXT), level="Product") == {}


def test_following_twice_is_following_once():
    product_type = type_with([{"attribute": "a", "name": "b"}], b=TEXT)
    once = after({"a": "x"}, product_type)
    assert after(once, product_type) == once
