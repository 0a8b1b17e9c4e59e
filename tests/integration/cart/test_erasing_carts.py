"""The carts of a customer who is erased."""

import pytest

from apps.cart.carts.document import Cart
from common.contracts.erasing import EraseCarts, FindCarts
from common.errors import OverCapacity
from common.resources.document import collection_of
from tests.support.carts import a_cart
from workers.cart.erasing import erase_carts, find_carts

SAGA = ("00000000-0000-4000-8000-00000000000e", "shop")


def test_they_go_and_those_of_others_stay(api):
    hers, ordered, his = (
        a_cart(customerId="ann"),
        a_cart(customerId="ann", cartState="Ordered"),
        a_cart(customerId="bob"),
    )
    found = find_carts(FindCarts(*SAGA, customer_id="ann")).learned["cartIds"]
    assert sorted(found) == sorted([hers["_id"], ordered["_id"]])
    for _ in range(2):
        assert erase_carts(EraseCarts(*SAGA, cart_ids=tuple(found))).outcome == "done"
    assert [cart["id"] for cart in api.get("carts")["results"]] == [his["_id"]]
    gone = collection_of(Cart).find_one({"_id": hers["_id"]})
    assert gone["_outbox"][-1]["erased"] is True
    assert "shippingAddress" not in gone


def test_a_cart_that_is_being_ordered_is_asked_for_again(api):
    cart = a_cart(customerId="ann", _claim={"saga": "s"})
    with pytest.raises(OverCapacity):
        erase_carts(EraseCarts(*SAGA, cart_ids=(cart["_id"],)))
