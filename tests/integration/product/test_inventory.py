"""How much there is, and what is told when it runs low."""

import pytest

from apps.product.inventory.document import InventoryEntry
from common.contracts.cart_limits import CART_LIMITS
from common.events.outbox import events_of, waiting
from common.resources.document import collection_of


@pytest.fixture
def hats(api):
    return api.post("inventory", {"sku": "hat", "quantityOnStock": 10, "key": "hats"})


def told(entry):
    stored = collection_of(InventoryEntry).find_one({"_id": entry["id"]})
    return [sent["type"] for sent in stored["_outbox"] if sent["type"] != "changed"]


def test_all_of_a_new_entry_is_available(hats):
    assert (hats["quantityOnStock"], hats["availableQuantity"]) == (10, 10)


def test_stock_comes_and_goes(api, hats):
    hats = api.update("inventory", hats, {"action": "addQuantity", "quantity": 5})
    assert hats["availableQuantity"] == 15
    hats = api.update("inventory", hats, {"action": "removeQuantity", "quantity": 7})
    assert hats["availableQuantity"] == 8
    hats = api.update("inventory", hats, {"action": "changeQuantity", "quantity": 8})
    assert (hats["availableQuantity"], hats["version"]) == (8, 3)
    assert told(hats) == ["InventoryEntryCreated", "InventoryEntryQuantitySet", "InventoryEntryQuantitySet"]


def test_a_quantity_that_no_database_could_hold_is_refused(api, hats):
    full = api.update("inventory", hats, {"action": "changeQuantity", "quantity": 2**63 - 1})
    body = {"version": full["version"], "actions": [{"action": "addQuantity", "quantity": 1}]}
    [error] = api.refused(400, "POST", f"inventory/{hats['id']}", json=body)["errors"]
    assert error["code"] == "InvalidOperation"
    assert api.get(f"inventory/{hats['id']}") == full


def test_sinking_to_a_level_is_told_once(api, hats):
    hats = api.update(
        "inventory",
        hats,
        {"action": "setReorderPoint", "quantity": 6},
        {"action": "setSafetyStock", "quantity": 2},
        {"action": "changeQuantity", "quantity": 6},
        {"action": "changeQuantity", "quantity": 5},
        {"action": "changeQuantity", "quantity": 0},
    )
    assert hats["stockLevels"] == {"reorderPoint": 6, "safetyStock": 2}
    assert [name for name in told(hats) if name != "InventoryEntryQuantitySet"] == [
        "InventoryEntryCreated",
        "InventoryEntryReorderPoint",
        "InventoryEntrySafetyStock",
        "InventoryEntryOutOfStock",
    ]


def test_there_is_one_entry_per_sku_and_channel(api, hats):
    [error] = api.refused(400, "POST", "inventory", json={"sku": "hat", "quantityOnStock": 1})["errors"]
    assert (error["code"], error["field"], error["duplicateValue"]) == ("DuplicateField", "sku", "hat")


def test_limits_of_a_cart(api, hats):
    limits = {"action": "setInventoryLimits", "minCartQuantity": 2, "maxCartQuantity": 5}
    hats = api.update("inventory", hats, limits)
    assert (hats["minCartQuantity"], hats["maxCartQuantity"]) == (2, 5)
    wrong = {"version": hats["version"], "actions": [{**limits, "minCartQuantity": 6}]}
    api.refused(400, "POST", f"inventory/{hats['id']}", json=wrong)
    assert "minCartQuantity" not in api.update("inventory", hats, {"action": "setInventoryLimits"})


def test_a_time_reads_as_it_was_written_whatever_its_offset(api, hats):
    action = {"action": "setExpectedDelivery", "expectedDelivery": "2026-12-01T12:00:00+02:00"}
    assert api.update("inventory", hats, action)["expectedDelivery"] == "2026-12-01T10:00:00.000Z"
    later = 'expectedDelivery > "2026-12-01T09:59:59Z"'
    assert api.get("inventory", where=[later, 'sku in ("hat", "cap")'])["count"] == 1


def test_carts_hear_of_what_limits_them_and_when_it_does_no_more(api, hats):
    def aspects():
        outboxes = waiting(collection_of(InventoryEntry), [hats["id"]])
        return {told.event.aspect for outbox in outboxes for told in events_of(outbox)}

    assert aspects() == {None}
    hats = api.update("inventory", hats, {"action": "setInventoryLimits", "maxCartQuantity": 5})
    assert aspects() == {CART_LIMITS}
    hats = api.update("inventory", hats, {"action": "setInventoryLimits"})
    assert aspects() == {CART_LIMITS}
    api.request("DELETE", f"inventory/{hats['id']}", query_string={"version": hats["version"]})
    assert aspects() == {CART_LIMITS}
