"""Stock is set aside once, all lines or none, and never leaks."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from apps.product.inventory.document import InventoryEntry
from common.contracts.checkout import ReleaseStock, ReserveStock, SettleStock, StockLine, StockReserved
from common.errors import OverCapacity
from common.resources.document import collection_of
from common.resources.write import MAX_OUTBOX_BYTES
from common.wire import read
from workers.product import stock
from workers.product.stock import release_stock, reserve_stock, settle_stock


@pytest.fixture
def stock_of(api):
    def stock_of(sku, quantity, **more):
        entry = api.post("inventory", {"sku": sku, "quantityOnStock": quantity, **more})

        def now():
            found = api.get(f"inventory/{entry['id']}")
            return found["quantityOnStock"], found["availableQuantity"]

        return now

    return stock_of


def reserve(*lines, saga=None):
    return ReserveStock(saga or str(uuid4()), "shop", stock=lines)


def line(sku, quantity=1, mode="ReserveOnOrder", channel=None):
    return StockLine(f"line of {sku}", sku, quantity, mode, channel)


def release(command):
    return ReleaseStock(command.saga_id, command.project_key, stock=command.stock)


def test_a_reservation_lowers_what_is_available_once_however_often_it_arrives(stock_of):
    hats = stock_of("hat", 5)
    command = reserve(line("hat", 2))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: reserve_stock(command), range(8)))
    assert {answer.outcome for answer in answers} == {"done"}
    assert hats() == (5, 3)


def test_five_hats_are_sold_to_five_of_forty_customers(stock_of):
    hats = stock_of("hat", 5)
    with ThreadPoolExecutor(16) as pool:
        outcomes = [answer.outcome for answer in pool.map(lambda _: reserve_stock(reserve(line("hat"))), range(40))]
    assert (outcomes.count("done"), outcomes.count("refused")) == (5, 35)
    assert hats() == (5, 0)


def test_all_lines_or_none(stock_of):
    hats, caps = stock_of("hat", 5), stock_of("cap", 1)
    answer = reserve_stock(reserve(line("hat", 2), line("cap", 2)))
    assert answer.refusal["errors"] == [
        {
            "code": "OutOfStock",
            "message": "Some line items are out of stock: cap.",
            "lineItems": ["line of cap"],
            "skus": ["cap"],
        }
    ]
    assert (hats(), caps()) == ((5, 5), (1, 1))


def test_many_orders_of_several_lines_neither_oversell_nor_leak(stock_of):
    hats, caps = stock_of("hat", 7), stock_of("cap", 5)
    orders = [reserve(line("hat"), line("cap")) for _ in range(20)]
    with ThreadPoolExecutor(16) as pool:
        outcomes = [answer.outcome for answer in pool.map(reserve_stock, orders)]
    done = outcomes.count("done")
    assert 0 < done <= 5
    assert (hats(), caps()) == ((7, 7 - done), (5, 5 - done))


def test_two_lines_of_one_sku_are_counted_together(stock_of):
    hats = stock_of("hat", 3)
    assert reserve_stock(reserve(line("hat", 2), line("hat", 2))).outcome == "refused"
    assert reserve_stock(reserve(line("hat", 2), line("hat", 1))).outcome == "done"
    assert hats() == (3, 0)


def test_what_is_released_is_available_again_and_only_once(stock_of):
    hats = stock_of("hat", 5)
    command = reserve(line("hat", 2))
    reserve_stock(command)
    for _ in range(3):
        assert release_stock(release(command)).outcome == "done"
    assert hats() == (5, 5)


def test_a_reservation_that_comes_after_its_release_does_nothing(stock_of):
    hats = stock_of("hat", 5)
    command = reserve(line("hat", 2))
    release_stock(release(command))
    assert reserve_stock(command).outcome == "refused"
    assert hats() == (5, 5)


def test_a_refusal_is_repeated_after_restocking(stock_of, api):
    hats = stock_of("hat", 0)
    command = reserve(line("hat"))
    assert reserve_stock(command).outcome == "refused"
    entry = api.get("inventory")["results"][0]
    api.update("inventory", entry, {"action": "addQuantity", "quantity": 5})
    assert reserve_stock(command).outcome == "refused", "the saga has turned back long ago"
    assert reserve_stock(reserve(line("hat"))).outcome == "done"
    assert hats() == (5, 4)


def test_what_is_sold_leaves_the_stock_once(stock_of):
    hats = stock_of("hat", 5)
    command = reserve(line("hat", 2))
    reserve_stock(command)
    for _ in range(2):
        settle_stock(SettleStock(command.saga_id, "shop", stock=command.stock))
    assert hats() == (3, 3)
    assert reserve_stock(command).outcome == "done", "a late repetition hears the same and changes nothing"
    assert hats() == (3, 3)


def test_what_was_reserved_is_sold_where_it_was_reserved_and_once(stock_of):
    hats, caps = stock_of("hat", 5), stock_of("cap", 9)
    command = reserve(line("hat", 2), line("cap", 3), line("hat", 1))
    again = [reserve_stock(command) for _ in range(2)]
    assert again[0].learned == again[1].learned
    told = {"sagaId": command.saga_id, "projectKey": "shop", "schemaVersion": 1} | again[0].learned
    settle = SettleStock.from_json(told | {"stock": command.to_json()["stock"]})
    assert sorted(pieces.quantity for pieces in settle.reserved) == [3, 3]
    for _ in range(2):
        settle_stock(settle)
    assert (hats(), caps()) == ((2, 2), (6, 6))


def test_lines_that_are_taken_with_one_request_are_all_given_back_if_one_was_gone_meanwhile(stock_of, monkeypatch):
    hats, caps = stock_of("hat", 5), stock_of("cap", 1)
    seen = stock._entries

    def seen_too_early(command):
        entries = seen(command)
        monkeypatch.undo()
        reserve_stock(reserve(line("cap")))
        return entries

    monkeypatch.setattr(stock, "_entries", seen_too_early)
    answer = reserve_stock(reserve(line("hat", 2), line("cap")))
    assert answer.refusal["errors"][0]["skus"] == ["cap"]
    assert (hats(), caps()) == ((5, 5), (1, 0))


def test_tracked_stock_may_go_below_zero_but_must_be_known(stock_of):
    hats = stock_of("hat", 1)
    assert reserve_stock(reserve(line("hat", 3, "TrackOnly"))).outcome == "done"
    assert hats() == (1, -2)
    assert reserve_stock(reserve(line("unknown", 1, "TrackOnly"))).outcome == "refused"


def test_what_is_restocked_soon_can_be_ordered(stock_of):
    hats = stock_of("hat", 0, restockableInDays=0)
    assert reserve_stock(reserve(line("hat"))).outcome == "done"
    assert hats() == (0, -1)


def test_a_line_takes_from_its_own_supply_channel(stock_of):
    hats = stock_of("hat", 5)
    assert reserve_stock(reserve(line("hat", channel="warehouse"))).outcome == "refused"
    assert hats() == (5, 5)


def test_a_reservation_is_told_as_a_change_of_the_entry(stock_of, api):
    stock_of("hat", 5)
    before = api.get("inventory")["results"][0]
    reserve_stock(reserve(line("hat")))
    after = api.get("inventory")["results"][0]
    assert after["version"] == before["version"] + 1


def test_what_is_sold_out_between_a_look_and_a_write_is_out_of_stock(stock_of, monkeypatch):
    hats, entries_of = stock_of("hat", 1), stock._entries
    monkeypatch.setattr(
        stock,
        "_entries",
        lambda command: {place: {**entry, "availableQuantity": 2} for place, entry in entries_of(command).items()},
    )
    assert reserve_stock(reserve(line("hat", 2))).refusal["errors"][0]["code"] == "OutOfStock"
    assert hats() == (1, 1)


@pytest.mark.parametrize("mode", ["ReserveOnOrder", "TrackOnly"])
def test_stock_that_cannot_be_told_of_now_is_asked_for_again(stock_of, mode):
    hats, command = stock_of("hat", 5), reserve(line("hat", 2, mode))
    outbox_bytes = lambda bytes: collection_of(InventoryEntry).update_one({}, {"$set": {"_outboxBytes": bytes}})  # noqa: E731
    outbox_bytes(MAX_OUTBOX_BYTES)
    with pytest.raises(OverCapacity):
        reserve_stock(command)
    outbox_bytes(0)
    assert reserve_stock(command).outcome == "done"
    assert hats() == (5, 3)


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "dies, and its message comes again"])
@pytest.mark.parametrize(("ends", "left"), [("sold", (3, 3)), ("taken back", (5, 5))])
def test_who_sleeps_until_its_order_is_over_leaves_nothing_behind(stock_of, monkeypatch, ends, left, dies):
    hats, command = stock_of("hat", 5), reserve(line("hat", 2))
    entries_of, marked = stock._entries, stock._pieces_of

    def asleep(command):
        monkeypatch.setattr(stock, "_entries", entries_of)
        meanwhile = reserve_stock(command)
        if ends == "sold":
            settle_stock(
                SettleStock(command.saga_id, "shop", command.stock, read(StockReserved, meanwhile.learned).reserved)
            )
        else:
            release_stock(release(command))
        if dies:
            monkeypatch.setattr(stock, "_pieces_of", killed)
        return entries_of(command)

    def killed(*_):
        monkeypatch.setattr(stock, "_pieces_of", marked)
        raise KeyboardInterrupt

    monkeypatch.setattr(stock, "_entries", asleep)
    if dies:
        with pytest.raises(KeyboardInterrupt):
            reserve_stock(command)
        assert hats() == (left[0], left[1] - 2), "it has marked as many again"
    reserve_stock(command)
    assert hats() == left
