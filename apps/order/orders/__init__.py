"""Orders, on one card; they come into the world by the saga of ``apps.order.place_order``."""

from apps.order.orders.actions import actions
from apps.order.orders.document import Order
from apps.order.orders.draft import MyOrderFromCartDraft, OrderFromCartDraft
from apps.order.orders.importing import OrderImportDraft, imported
from apps.order.orders.messages import OrderDeleted, OrderImported
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes
from common.resources.document import on_the_wire, stored

orders = ResourceType(
    path="orders",
    type_id="order",
    document=Order,
    draft=OrderFromCartDraft,
    actions=actions,
    scopes=Scopes(view=("view_orders",), manage=("manage_orders",)),
    deleted=lambda order: OrderDeleted(on_the_wire(stored(order))),
    also_named=("order_number",),
    creates=False,
    of_store="store",
)

my_orders = ResourceType(
    path="me/orders",
    type_id="order",
    document=Order,
    draft=MyOrderFromCartDraft,
    actions=Actions(Order),  # none: shoppers look at their orders
    scopes=Scopes(view=("manage_my_orders",), manage=("manage_my_orders",)),
    creates=False,
    of_store="store",
)

imported_orders = ResourceType(
    path="orders/import",
    type_id="order",
    document=Order,
    draft=OrderImportDraft,
    actions=Actions(Order),  # none: once imported, an order is like any other
    scopes=orders.scopes,
    born=imported,
    created=lambda order: OrderImported(on_the_wire(stored(order))),
)
