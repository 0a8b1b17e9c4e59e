"""Customers as answers: alone, and as what signing up or in is answered with.

https://docs.commercetools.com/api/projects/customers#customersigninresult
"""

from flask import Response, request
from marshmallow import Schema

from apps.customer.customers import customers
from apps.customer.customers.document import Customer
from common.http.answers import answer
from common.http.expansion import expand
from common.http.resource_api import shown
from common.openapi.bodies import resource_schema
from common.resources.context import Context
from common.resources.document import Resource, on_the_wire, stored
from common.wire import kinds
from common.wire.json import Json

SignInResult = Schema.from_dict(
    {"customer": kinds.Nested(resource_schema(Customer), required=True), "cart": kinds.Object()},
    name="CustomerSignInResult",
)


def customer_answer(customer: Resource, context: Context) -> Response:
    return answer(shown(customers, on_the_wire(stored(customer)), context))


def sign_in_result(customer: Resource, cart: Json | None, context: Context, status: int = 200) -> Response:
    """``{customer, cart}``; expansion paths start at the result."""
    result = {"customer": on_the_wire(stored(customer))} | ({"cart": cart} if cart else {})
    expand([result], request.args.getlist("expand"), context)
    return answer(result, status)
