"""Every piece of a cancelled order is either in a delivery or goes back on the shelf."""

from hypothesis import given
from hypothesis import strategies as st

from apps.order.cancel_order import what_is_left_of

MODES = st.sampled_from(["None", "TrackOnly", "ReserveOnOrder"])
LINES = st.lists(st.tuples(st.integers(1, 9), st.none() | MODES), max_size=5)


@given(LINES, MODES, st.data())
def test_each_piece_is_delivered_or_returned(lines, mode, data):
    items = [
        {"id": str(at), "quantity": quantity, "variant": {"sku": f"sku-{at}"}} | ({"inventoryMode": own} if own else {})
        for at, (quantity, own) in enumerate(lines)
    ]
    cuts = {item["id"]: data.draw(st.integers(0, item["quantity"])) for item in items}
    deliveries = [{"items": [{"id": id, "quantity": pieces}]} for id, pieces in cuts.items() if pieces]
    order = {
        "id": "o",
        "cart": {},
        "lineItems": items,
        "inventoryMode": mode,
        "shippingInfo": {"deliveries": deliveries},
    }
    back = {line.line_item_id: line.quantity for line in what_is_left_of(order).stock}
    for item in items:
        tracked = item.get("inventoryMode", mode) != "None"
        assert back.get(item["id"], 0) == (item["quantity"] - cuts[item["id"]] if tracked else 0)
