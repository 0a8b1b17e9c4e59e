"""``POST /{projectKey}/orders/import``: an order that was placed elsewhere.

Where its lines are tracked, their stock is taken as if it were placed here: by a saga that the request waits for.

https://docs.commercetools.com/api/projects/order-import
"""

from uuid import uuid4

from flask import Response
from flask_smorest import Blueprint

from apps.order.import_order import import_order
from apps.order.orders import imported_orders
from apps.order.orders.document import Order
from apps.order.orders.importing import OrderImportDraft
from apps.order.orders.views import begun, come_of
from apps.order.sagas import current_sagas
from common.auth.bearer import requires
from common.contracts.importing import ImportOrder
from common.contracts.stock_lines import stock_lines
from common.http.answers import answer
from common.http.my_api import Sources, my_context
from common.http.requests import body
from common.http.resource_api import shown
from common.openapi.operations import operation
from common.resources.document import on_the_wire, stored
from common.resources.write import insert
from common.wire import read


def taking_over(sources: Sources) -> Blueprint:
    """The route; ``sources`` is asked once requests come."""
    routes = Blueprint("importing orders", __name__, url_prefix="/<project_key>")

    @routes.post("/orders/import")
    @routes.doc(**operation("Import an order", takes=OrderImportDraft, answers=Order, status=201))
    @requires("manage_orders")
    def take_over(project_key: str) -> Response:
        context = my_context(project_key, sources)
        draft = read(OrderImportDraft, body())
        context.resolve(draft)
        order = imported_orders.create(draft, context)
        json = on_the_wire(stored(order))
        if stock := stock_lines(json):
            run = begun(import_order, project_key, ImportOrder(json, stock), f"import/{uuid4()}")
            return come_of(current_sagas().waiting.until_over(run.id), context, 201)
        insert(imported_orders.type_id, order, imported_orders.birth(order))
        return answer(shown(imported_orders, json, context), 201)

    return routes
