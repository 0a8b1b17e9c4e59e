"""With one setting, a request and all that it causes in other services is one trace."""

import os

from tests.support.shopping import Shop
from tests.support.span_collector import Seen, Spans
from tests.support.stack import Stack
from tests.support.waiting import wait_until

PLACING = {"commands.ClaimCart", "commands.ReserveStock", "commands.CreateOrder", "commands.CloseCart"}


def test_an_order_is_one_trace_through_all_its_services(stack: Stack, spans: Spans) -> None:
    trace_id, parent_id = os.urandom(16).hex(), os.urandom(8).hex()
    with stack.http() as http:
        shop = Shop(http)
        cart = shop.cart({shop.hat(stock=5): 1})
        http.headers["traceparent"] = f"00-{trace_id}-{parent_id}-01"
        order = shop.order(cart)
    assert order.status_code == 201

    def whole() -> list[Seen]:
        trace = spans.of(trace_id)
        assert {span.name for span in trace} >= PLACING
        assert {span.service for span in trace} >= {"worker-order", "worker-cart", "worker-product"}
        assert parent_id in {span.parent_id for span in trace}, "the request itself ends last"
        return trace

    trace = wait_until(whole, 30, of="the order's spans, each process's in its own time")
    first = [(span.service, span.name) for span in trace if span.parent_id == parent_id]
    assert first == [("order", "POST /<project_key>/orders")]
    known = {span.span_id for span in trace} | {parent_id}
    claim = next(span for span in trace if span.name == "commands.ClaimCart")
    assert claim.parent_id in known
    within = [span.name for span in trace if span.parent_id == claim.span_id]
    assert any(name.startswith("ms-commerce-cart.") for name in within), f"no command of the database in {within}"
