"""A request that changed what a cart wants reserved waits until that is done, and is told what could not be had.

https://docs.commercetools.com/api/projects/carts#cartwarning
"""

from collections.abc import Iterator

from kombu.exceptions import OperationalError

from apps.cart.carts.document import Cart
from apps.cart.carts.reserving import asked, dues, wanting
from apps.cart.reserve_on_cart import reserve_on_cart
from common.contracts.checkout import StockLine
from common.errors import CapacityError
from common.resources.collection import load
from common.resources.context import Context
from common.sagas.held import current_sagas, has_sagas
from common.sagas.run import Run
from common.sagas.runner import Runner
from common.wire.json import Json

WAIT_SECONDS = 10.0
TRIES = 3  # a run under way may be about the cart as it was before


def with_stock(cart: Cart, context: Context) -> Cart:
    """The cart as it is once its stock is reserved; as it was where that takes too long and follows later."""
    if not has_sagas() or not (cart._held or cart._reserve_minutes is not None or wanting(cart)):
        return cart
    held = None
    for _ in range(TRIES):
        run = _waited_for(cart, context)
        if run is None:
            break
        held = run.stored.get("learned", {}).get("held", [])
    if held is None:
        return cart
    now = load(Cart, context.project_key, _id=cart.id)
    if now is None:
        return cart
    now.warnings = list(_warnings(now, {each["lineItemId"]: each for each in held})) or None
    return now


def reserve(runner: Runner, row: Json, context: Context) -> Run:
    """The run that is about this row, or was under way for its cart."""
    cart = load(Cart, context.project_key, _id=row["_id"])
    return runner.start(reserve_on_cart, context.project_key, asked(row, cart, context), f"stock of {row['_id']}")


def _waited_for(cart: Cart, context: Context) -> Run | None:
    """None where there is nothing to do, or it takes too long."""
    row = dues().find_one({"_id": cart.id})
    if row is None or not row["renews"]:
        return None
    sagas = current_sagas()
    try:
        with sagas.waiting.beginning():
            run = reserve(sagas.runner, row, context)
        run = sagas.waiting.until_over(run.id, WAIT_SECONDS)
    except (CapacityError, OperationalError):
        return None
    sagas.waiting.note_told(run)
    return run


def _warnings(cart: Cart, held: Json) -> Iterator[Json]:
    products = {line["id"]: line["productId"] for line in cart.line_items}
    for line in wanting(cart):
        has = held.get(line.line_item_id, {}).get("quantity", 0)
        if not has:
            yield _cannot_create(line, products[line.line_item_id])
        elif has != line.quantity:
            yield _cannot_update(line, products[line.line_item_id], has)


def _place(line: StockLine, product_id: str) -> tuple[Json, str]:
    named = {"productId": product_id, "sku": line.sku, "supplyChannel": line.supply_channel_id}
    return {
        name: value for name, value in named.items() if value
    }, f"SKU: {line.sku}, Supply Channel: {line.supply_channel_id}"


def _cannot_create(line: StockLine, product_id: str) -> Json:
    place, told = _place(line, product_id)
    message = f"Failed to create a reservation for product {product_id} ({told}) with quantity {line.quantity}."
    return {"code": "CannotCreateReservation", "message": message, **place, "quantity": line.quantity}


def _cannot_update(line: StockLine, product_id: str, has: int) -> Json:
    place, told = _place(line, product_id)
    message = (
        f"Failed to update the reservation for line item {line.line_item_id} (Product ID: {product_id}, {told}) to a "
        f"quantity of {line.quantity}. The reserved amount is still {has}."
    )
    quantities = {"requestedQuantity": line.quantity, "reservedQuantity": has}
    return {
        "code": "CannotUpdateReservation",
        "message": message,
        "lineItemId": line.line_item_id,
        **place,
        **quantities,
    }
