"""What a resource refers to, found wherever it stands."""

from common.resources.holding import notes_of
from common.values.states import initial_state


def named(**row):
    return notes_of({"_id": "1", "projectKey": "shop", **row})["_refersTo"]


def test_references_are_found_at_any_depth_once():
    custom = {"type": {"typeId": "type", "id": "t"}, "fields": {"from": [{"typeId": "channel", "id": "c"}]}}
    assert named(custom=custom, lines=[{"custom": custom}]) == ["channel:c", "type:t"]


def test_a_store_is_named_by_its_key():
    assert named(stores=[{"typeId": "store", "key": "berlin"}]) == ["store:berlin"]


def test_what_a_line_shows_of_its_product_is_the_products():
    price = {"channel": {"typeId": "channel", "id": "c"}}
    variant = {"attributes": [{"name": "at", "value": {"typeId": "state", "id": "s"}}]}
    assert named(lineItems=[{"price": price, "variant": variant}]) == []


def test_what_only_we_need_and_the_built_in_state_hold_nothing():
    assert named(_kept={"typeId": "state", "id": "s"}, state=initial_state("shop")) == []


def test_other_types_of_references_hold_nothing():
    assert named(cart={"typeId": "cart", "id": "c"}) == []
