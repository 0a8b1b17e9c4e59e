"""Carts that nobody touches end by themselves."""

from datetime import UTC, datetime, timedelta

from apps.cart.carts.document import Cart
from apps.cart.carts.ending import delete_what_is_over
from common.resources.document import collection_of


def in_days(days):
    return datetime.now(UTC) + timedelta(days=days)


def test_a_cart_is_deleted_so_many_days_after_its_last_change(api, a_cart):
    cart = a_cart(deleteDaysAfterLastModification=3)
    other = a_cart(deleteDaysAfterLastModification=5)
    assert delete_what_is_over(in_days(2.9)) == 0
    assert api.get(f"carts/{cart['id']}") == cart
    longer = {"action": "setDeleteDaysAfterLastModification", "deleteDaysAfterLastModification": 4}
    cart = api.update("carts", cart, longer)
    assert delete_what_is_over(in_days(3.5)) == 0
    assert delete_what_is_over(in_days(4.1)) == 1
    api.refused(404, "GET", f"carts/{cart['id']}")
    assert api.get(f"carts/{other['id']}") == other
    told = collection_of(Cart).find_one({"_id": cart["id"]})["_outbox"]
    assert told[-1]["type"] == "changed"


def test_an_ordered_cart_stays(api, a_cart):
    cart = a_cart(deleteDaysAfterLastModification=1)
    collection_of(Cart).update_one({"_id": cart["id"]}, {"$set": {"cartState": "Ordered"}})
    assert delete_what_is_over(in_days(2)) == 0
    assert api.get(f"carts/{cart['id']}")["cartState"] == "Ordered"
    assert "_endsAt" not in collection_of(Cart).find_one({"_id": cart["id"]})


def test_a_cart_that_is_being_ordered_is_left_alone(api, a_cart):
    cart = a_cart(deleteDaysAfterLastModification=1)
    collection_of(Cart).update_one({"_id": cart["id"]}, {"$set": {"_claim": {"saga": "s"}}})
    assert delete_what_is_over(in_days(2)) == 0
    assert api.get(f"carts/{cart['id']}")
