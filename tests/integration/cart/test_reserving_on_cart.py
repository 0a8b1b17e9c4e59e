"""Carts of inventory mode ReserveOnCart: what is in them is theirs until it is ordered, taken out, or over.

The saga runs in this process: each command goes to its receiver at once, unless a test lets it get lost.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import pytest

from apps.cart.carts.ending import delete_what_is_over
from apps.cart.carts.reserving import dues
from apps.cart.neighbours import neighbours
from apps.cart.reserve_on_cart import reserve_on_cart
from common.contracts.checkout import (
    ClaimCart,
    CloseCart,
    ReleaseCart,
    ReleaseStock,
    ReserveStock,
    SettleStock,
)
from common.contracts.reserving import HoldStock, NoteStock
from common.database import database
from common.sagas import held
from common.sagas.runner import Runner
from common.sagas.runs import COLLECTION, Runs
from tests.support.api import PROJECT
from workers.cart import ordering, reserving
from workers.product import holding, stock

RECEIVERS = {HoldStock: holding.hold_stock, NoteStock: reserving.note_stock}
LATER = timedelta(minutes=31)


@pytest.fixture
def lost():
    """Commands that get lost on their way."""
    return set()


@pytest.fixture
def runner(api, lost):
    def send(command):
        if type(command) not in lost:
            runner.answered(RECEIVERS[type(command)](command))

    runner = Runner([reserve_on_cart], Runs(cast(Any, database("cart")[COLLECTION])), send)
    held.install(api.app, runner)
    yield runner
    del api.app.extensions[held.EXTENSION]


@pytest.fixture
def project():
    def says(**inventory):
        says.version += 1
        told = {"id": PROJECT, "key": PROJECT, "version": says.version, "languages": [], "countries": []}
        neighbours.replicas.write(PROJECT, "project", told | {"currencies": [], "inventory": inventory})

    says.version = 0
    says(reservationExpirationInMinutes=30, releaseExpiredReservations=True)
    return says


@pytest.fixture
def stock_of(catalogue):
    def stock_of(sku, quantity, **more):
        catalogue.product(sku=sku)
        entry = catalogue.api.post("inventory", {"sku": sku, "quantityOnStock": quantity, **more})

        def now():
            found = catalogue.api.get(f"inventory/{entry['id']}")
            return found["quantityOnStock"], found["availableQuantity"]

        return now

    return stock_of


@pytest.fixture
def reserved(runner, project, a_cart):
    def make(*lines, **fields):
        return a_cart(inventoryMode="ReserveOnCart", shippingAddress={"country": "DE"}, lineItems=list(lines), **fields)

    return make


def of(sku, quantity=1):
    return {"sku": sku, "quantity": quantity}


def quantity(cart, number):
    return {"action": "changeLineItemQuantity", "lineItemId": cart["lineItems"][0]["id"], "quantity": number}


def reservation(cart):
    return cart["lineItems"][0].get("reservation")


def look_again(runner):
    """As the worker does now and then."""
    return reserving.reserve_what_is_due(runner, datetime.now(UTC) + timedelta(seconds=10))


def pass_time(monkeypatch):
    """Half an hour and a minute later, for whoever asks for the time of reservations."""
    then = datetime.now(UTC) + LATER
    monkeypatch.setattr("apps.cart.carts.reserving.now_text", lambda: then.isoformat())
    return then


def claimed(cart, saga):
    return ordering.claim_cart(ClaimCart(saga, PROJECT, cart_version=cart["version"], cart_id=cart["id"]))


def ordered(cart, saga):
    """Up to the point of no return: the stock of the claimed cart is set aside for the order."""
    answer = claimed(cart, saga)
    assert answer.outcome == "done", answer.refusal
    lines = _lines(answer)
    return stock.reserve_stock(ReserveStock(saga, PROJECT, stock=lines)), lines


def _lines(answer):
    return ReserveStock.from_json(
        {"schemaVersion": 1, "sagaId": "s", "projectKey": PROJECT, "stock": answer.learned["stock"]}
    ).stock


def test_what_is_put_into_the_cart_is_reserved_and_what_is_taken_out_is_free(api, reserved, stock_of):
    hats = stock_of("hat", 5)
    cart = reserved(of("hat", 2))
    assert hats() == (5, 3)
    assert (reservation(cart)["typeId"], "warnings" in cart) == ("reservation", False)
    cart = api.update("carts", cart, quantity(cart, 4))
    assert hats() == (5, 1)
    cart = api.update("carts", cart, quantity(cart, 1))
    assert hats() == (5, 4)
    assert cart == api.get(f"carts/{cart['id']}")
    cart = api.update("carts", cart, quantity(cart, 0))
    assert hats() == (5, 5)
    assert dues().count_documents({}) == 0


def test_what_cannot_be_had_is_in_the_cart_with_a_warning(api, reserved, stock_of):
    hats = stock_of("hat", 3)
    first = reserved(of("hat", 2))
    second = reserved(of("hat", 2))
    assert (reservation(second), hats()) == (None, (3, 1))
    [warning] = second["warnings"]
    assert (warning["code"], warning["quantity"], warning["sku"]) == ("CannotCreateReservation", 2, "hat")
    first = api.update("carts", first, quantity(first, 4))
    [warning] = first["warnings"]
    assert (warning["code"], warning["reservedQuantity"]) == ("CannotUpdateReservation", 2)
    assert (reservation(first) is not None, hats()) == (True, (3, 1))
    assert "warnings" not in api.get(f"carts/{first['id']}")
    second = api.update("carts", second, quantity(second, 1))
    assert (reservation(second) is not None, "warnings" in second, hats()) == (True, False, (3, 0))


def test_three_hats_are_reserved_for_three_of_twelve_carts(api, reserved, stock_of, runner):
    hats = stock_of("hat", 3)
    with ThreadPoolExecutor(6) as pool:
        carts = list(pool.map(lambda _: reserved(of("hat")), range(12)))
    look_again(runner)
    now = [api.get(f"carts/{cart['id']}") for cart in carts]
    assert sum(reservation(cart) is not None for cart in now) == 3
    assert hats() == (3, 0)


def test_a_deleted_cart_gives_its_stock_back_and_so_does_one_that_ends(api, reserved, stock_of, runner):
    hats = stock_of("hat", 5)
    api.delete("carts", reserved(of("hat", 2)))
    assert hats() == (5, 5)
    reserved(of("hat", 2), deleteDaysAfterLastModification=1)
    assert hats() == (5, 3)
    assert delete_what_is_over(datetime.now(UTC) + timedelta(days=2)) == 1
    assert hats() == (5, 3)
    look_again(runner)
    assert hats() == (5, 5)
    assert dues().count_documents({}) == 0


def test_lines_have_modes_of_their_own(api, runner, project, a_cart, stock_of):
    hats, caps = stock_of("hat", 5), stock_of("cap", 5)
    cart = a_cart(lineItems=[of("hat", 2), of("cap", 2)])
    line = {"action": "setLineItemInventoryMode", "lineItemId": cart["lineItems"][0]["id"]}
    cart = api.update("carts", cart, {**line, "inventoryMode": "ReserveOnCart"})
    assert (hats(), caps()) == ((5, 3), (5, 5))
    api.update("carts", cart, {**line, "inventoryMode": "TrackOnly"})
    assert (hats(), caps()) == ((5, 5), (5, 5))


def test_a_project_says_how_long_or_nothing_is_reserved(api, runner, project, stock_of):
    stock_of("hat", 5)
    project(releaseExpiredReservations=True)
    draft = {"currency": "EUR", "inventoryMode": "ReserveOnCart", "lineItems": [of("hat")]}
    assert api.refused(400, "POST", "carts", json=draft)["errors"][0]["code"] == "InvalidOperation"


def test_time_ends_it_and_a_change_begins_it_anew(api, reserved, stock_of, runner, monkeypatch):
    hats = stock_of("hat", 5)
    cart = reserved(of("hat", 2))
    then = pass_time(monkeypatch)
    assert holding.release_what_is_over(then - timedelta(minutes=3)) == 0
    assert holding.release_what_is_over(then) == 1
    assert hats() == (5, 5)
    reserving.reserve_what_is_due(runner, then + timedelta(seconds=10))
    cart = api.get(f"carts/{cart['id']}")
    assert reservation(cart) is None
    assert look_again(runner) == 0
    cart = api.update("carts", cart, {"action": "setCustomerEmail", "email": "ada@example.com"})
    assert (reservation(cart) is not None, hats()) == (True, (5, 3))


def test_a_cart_may_keep_it_longer_or_shorter(api, reserved, stock_of):
    hats = stock_of("hat", 5, reservationExpirationInMinutes=10)
    cart = reserved(of("hat", 2))
    now = datetime.now(UTC)
    assert holding.release_what_is_over(now + timedelta(minutes=9)) == 0
    longer = {"action": "setReservationExpirationInMinutes", "reservationExpirationInMinutes": 60}
    cart = api.update("carts", cart, longer)
    assert holding.release_what_is_over(now + timedelta(minutes=59)) == 0
    cart = api.update("carts", cart, {**longer, "reservationExpirationInMinutes": 5})
    assert hats() == (5, 3)
    assert holding.release_what_is_over(now + timedelta(minutes=6)) == 1
    assert hats() == (5, 5)
    for minutes in (0, 44641):
        bad = {"version": cart["version"], "actions": [{**longer, "reservationExpirationInMinutes": minutes}]}
        api.refused(400, "POST", f"carts/{cart['id']}", json=bad)


def test_a_merchant_may_want_to_release_by_hand(api, reserved, project, stock_of):
    hats = stock_of("hat", 5)
    project(reservationExpirationInMinutes=30, releaseExpiredReservations=False)
    reserved(of("hat", 2))
    assert holding.release_what_is_over(datetime.now(UTC) + LATER) == 0
    assert (hats(), dues().count_documents({})) == ((5, 3), 0)


def test_what_is_reserved_is_ordered_and_not_reserved_twice(reserved, stock_of, runner):
    hats = stock_of("hat", 2)
    cart, saga = reserved(of("hat", 2)), str(uuid4())
    answer, lines = ordered(cart, saga)
    assert (answer.outcome, hats()) == ("done", (2, 0))
    ordering.close_cart(CloseCart(saga, PROJECT, cart_id=cart["id"]))
    stock.settle_stock(SettleStock(saga, PROJECT, stock=lines))
    assert hats() == (0, 0)
    assert reserving.reserve_what_is_due(runner, datetime.now(UTC) + LATER) == 1
    assert (hats(), dues().count_documents({})) == ((0, 0), 0)


def test_an_order_that_is_not_made_leaves_the_cart_what_it_had(api, reserved, stock_of):
    hats = stock_of("hat", 5)
    cart, saga = reserved(of("hat", 2)), str(uuid4())
    _, lines = ordered(cart, saga)
    again = [stock.release_stock(ReleaseStock(saga, PROJECT, stock=lines)).outcome for _ in range(2)]
    ordering.release_cart(ReleaseCart(saga, PROJECT, cart_id=cart["id"]))
    assert (again, hats()) == (["done", "done"], (5, 3))
    api.delete("carts", cart)
    assert hats() == (5, 5)


def test_what_was_not_reserved_is_had_when_it_is_ordered_or_not_at_all(reserved, stock_of, catalogue):
    hats = stock_of("hat", 3)
    reserved(of("hat", 2))
    cart = reserved(of("hat", 2))
    answer, _ = ordered(cart, str(uuid4()))
    assert (answer.outcome, answer.refusal["errors"][0]["code"], hats()) == ("refused", "OutOfStock", (3, 1))


@pytest.mark.parametrize("killed", [HoldStock, NoteStock])
def test_what_was_lost_in_between_is_done_by_the_sweep(killed, api, reserved, stock_of, runner, lost, monkeypatch):
    monkeypatch.setattr("apps.cart.carts.awaiting.WAIT_SECONDS", 0.1)
    hats = stock_of("hat", 5)
    lost.add(killed)
    cart = reserved(of("hat", 2))
    assert reservation(cart) is None
    lost.clear()
    look_again(runner)
    monkeypatch.setattr("common.sagas.runs.now", lambda: datetime.now(UTC) + LATER)
    runner.sweep()
    assert (reservation(api.get(f"carts/{cart['id']}")) is not None, hats()) == (True, (5, 3))


def test_a_cart_that_was_never_noticed_by_anyone_else_is_reserved_later(api, runner, project, stock_of, a_cart):
    hats = stock_of("hat", 5)
    extension = api.app.extensions.pop(held.EXTENSION)  # as if the process died before it began the saga
    cart = a_cart(inventoryMode="ReserveOnCart", lineItems=[of("hat", 2)])
    api.app.extensions[held.EXTENSION] = extension
    assert hats() == (5, 5)
    assert look_again(runner) == 1
    assert (reservation(api.get(f"carts/{cart['id']}")) is not None, hats()) == (True, (5, 3))


def test_a_cart_being_ordered_is_left_alone_until_it_is_over(api, reserved, stock_of, runner, lost, monkeypatch):
    monkeypatch.setattr("apps.cart.carts.awaiting.WAIT_SECONDS", 0.1)
    hats = stock_of("hat", 5)
    lost.add(NoteStock)
    cart, saga = reserved(of("hat", 2)), str(uuid4())
    lost.clear()
    answer, lines = ordered(cart, saga)  # it takes what is reserved, though the cart does not know of it yet
    assert (answer.outcome, hats()) == ("done", (5, 3))
    ordering.close_cart(CloseCart(saga, PROJECT, cart_id=cart["id"]))
    stock.settle_stock(SettleStock(saga, PROJECT, stock=lines))
    monkeypatch.setattr("common.sagas.runs.now", lambda: datetime.now(UTC) + LATER)
    runner.sweep()
    look_again(runner)
    assert (hats(), dues().count_documents({})) == ((3, 3), 0)
