"""Resources between what MongoDB holds and what actions work on, without MongoEngine's own conversions."""

import pytest
from mongoengine import DateTimeField, StringField

from common.resources.document import JsonField, Resource, restored, stored


class Hat(Resource):
    meta = {"collection": "hats", "db_alias": "hats"}  # noqa: RUF012 (MongoEngine's own form)
    name = StringField()
    sizes = JsonField(list, default=list)
    brim_width = JsonField(int, default=7)


def test_what_is_stored_comes_back_the_same() -> None:
    hat = Hat(project_key="shop", name="Boater", sizes=[{"cm": 57}])
    assert next(iter(stored(hat))) == "_id"
    assert stored(restored(Hat, stored(hat))) == stored(hat)


def test_a_field_has_its_default_until_it_is_given_a_value() -> None:
    one, other = Hat(), Hat(brim_width=9)
    one.sizes.append({"cm": 57})
    assert (one.brim_width, other.brim_width, other.sizes) == (7, 9, [])
    assert "name" not in stored(one), "what is None is not stored"


def test_what_is_at_rest_but_not_declared_is_left_alone() -> None:
    assert "_claim" not in stored(restored(Hat, {"_id": "1", "_claim": {"saga": "2"}}))


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Hat has no colour"):
        Hat(colour="red")


def test_a_field_that_would_have_to_be_converted_is_refused() -> None:
    class Dated(Resource):
        meta = {"collection": "dated", "db_alias": "hats"}  # noqa: RUF012
        since = DateTimeField()

    with pytest.raises(TypeError, match=r"Dated\.since"):
        stored(Dated())
