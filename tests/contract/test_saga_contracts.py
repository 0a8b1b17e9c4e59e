"""Commands and answers keep their form: what an older or newer process sent is still read.

The golden files are the form that is out there. A test that fails here asks for a new ``schema_version`` whose reader
also understands the file as it is, never for another golden file of the same name.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from common.contracts.answered import Answered
from common.contracts.cancelling import CancelledOrder, GiveBackPayments, ReturnStock
from common.contracts.checkout import (
    AuthorisePayment,
    CartClaimed,
    ClaimCart,
    CloseCart,
    CreateOrder,
    PlaceOrder,
    ReleaseCart,
    ReleaseStock,
    ReservedPieces,
    ReserveStock,
    SettleStock,
    StockLine,
    StockReserved,
    VoidPayment,
)
from common.contracts.command import Command
from common.contracts.erasing import (
    CartsOfCustomer,
    EraseCarts,
    ErasedCustomer,
    EraseDeadLetters,
    EraseMessages,
    EraseOrders,
    FindCarts,
    FindOrders,
    OrdersOfCustomer,
)
from common.contracts.importing import CreateImportedOrder, ImportOrder
from common.contracts.reserving import HeldLine, HoldStock, NoteStock, ReserveOnCart, StockHeld
from common.contracts.sign_in import CartOfCustomer, HandOverCart, HandOverOrders, SignedIn
from common.contracts.versions import UnknownSchemaVersion
from common.wire import dump, read

GOLDEN = Path(__file__).parent / "golden"

WHOSE = ("5f1c7d3e-0000-4000-8000-000000000001", "hat-shop")
CART = {"id": "c", "version": 3, "lineItems": [], "custom": {"fields": {"gift": None}}}
STOCK = (StockLine("line", "hat", 2, "ReserveOnOrder", "warehouse"), StockLine("other", "cap", 1, "TrackOnly"))
CLIENT = {"clientId": "app"}
TRACES = {"cart_ids": ("c",), "order_ids": ("o",), "payment_ids": ("p",)}

RESERVES = (StockLine("line", "hat", 2, "ReserveOnCart", "warehouse", "r"),)
RESERVED = (ReservedPieces("entry", 2),)
HELD = (HeldLine("line", "r", "hat", 2, "2026-01-01T00:00:00.000Z", "warehouse"),)

SIGNED_IN = {
    "customer_id": "me",
    "mode": "MergeWithExistingCustomerCart",
    "update_product_data": True,
    "anonymous_cart_id": "c",
    "anonymous_id": "a",
    "asked_for_by": CLIENT,
}

CONTRACTS = [
    ClaimCart(*WHOSE, cart_id="c", cart_version=3, customer_id="me", store_key="vienna"),
    ReleaseCart(*WHOSE, cart_id="c"),
    ReserveStock(*WHOSE, stock=STOCK),
    ReleaseStock(*WHOSE, stock=STOCK),
    AuthorisePayment(*WHOSE, payment_ids=("p",)),
    VoidPayment(*WHOSE, payment_ids=("p",)),
    CreateOrder(*WHOSE, cart=CART, draft={"orderNumber": "1"}, created_by=CLIENT),
    CloseCart(*WHOSE, cart_id="c"),
    SettleStock(*WHOSE, stock=STOCK),
    HandOverCart(*WHOSE, **SIGNED_IN),
    HandOverOrders(*WHOSE, customer_id="me", anonymous_id="a", asked_for_by=CLIENT, store_key="vienna"),
    ReturnStock(*WHOSE, order_id="o", stock=STOCK),
    GiveBackPayments(*WHOSE, payment_ids=("p",)),
    FindCarts(*WHOSE, customer_id="me"),
    FindOrders(*WHOSE, customer_id="me"),
    EraseCarts(*WHOSE, cart_ids=("c",)),
    EraseOrders(*WHOSE, order_ids=("o",), payment_ids=("p",)),
    EraseMessages(*WHOSE, customer_id="me", **TRACES),
    EraseDeadLetters(*WHOSE, customer_id="me", **TRACES),
    CreateImportedOrder(*WHOSE, order={"orderNumber": "1"}),
    HoldStock(*WHOSE, cart_id="c", lines=RESERVES, minutes=30, anew=True, releases=False),
    NoteStock(*WHOSE, cart_id="c", noticed="n", held=HELD),
    Answered(WHOSE[0], "ReserveStock", "refused", refusal={"statusCode": 400, "message": "m", "errors": []}),
]
FACTS = [
    PlaceOrder(3, draft={}, cart_key="mine", created_by=CLIENT, anonymous_id="a"),
    CartClaimed(CART, STOCK, ("p",)),
    SignedIn(**SIGNED_IN),
    CartOfCustomer(CART),
    CancelledOrder("o", STOCK, ("p",)),
    ImportOrder({"orderNumber": "1"}, STOCK),
    ErasedCustomer("me"),
    ReserveOnCart("c", "n", RESERVES, 30),
    StockHeld(HELD),
    StockReserved(RESERVED),
    CartsOfCustomer(("c",)),
    OrdersOfCustomer(("o",), ("p",)),
]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: type(contract).__name__)
def test_a_contract_keeps_its_form(contract: Command | Answered) -> None:
    golden = golden_file(f"{type(contract).__name__}.v{contract.schema_version}.json")
    assert json.loads(json.dumps(contract.to_json())) == golden
    assert type(contract).from_json(golden) == contract


def test_a_field_that_came_later_is_told_and_read() -> None:
    settle, golden = SettleStock(*WHOSE, stock=STOCK, reserved=RESERVED), golden_file("SettleStock.v1.json")
    assert json.loads(json.dumps(settle.to_json())) == golden | golden_file("StockReserved.json")
    assert SettleStock.from_json(settle.to_json()) == settle


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_what_a_run_keeps_stays_readable(fact: PlaceOrder | CartClaimed) -> None:
    golden = golden_file(f"{type(fact).__name__}.json")
    assert json.loads(json.dumps(dump(fact))) == golden
    assert read(type(fact), golden) == fact


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: type(contract).__name__)
def test_a_version_from_the_future_is_not_guessed_at(contract: Command | Answered) -> None:
    with pytest.raises(UnknownSchemaVersion):
        type(contract).from_json({**contract.to_json(), "schemaVersion": 99})


def test_every_command_is_here() -> None:
    commands = {command for command in Command.__subclasses__() if command.__module__.startswith("common.contracts.")}
    assert commands <= {type(contract) for contract in CONTRACTS}


def golden_file(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text())
