"""What customers have beside the usual routes: signing up, and account's question who shows the right password.

https://docs.commercetools.com/api/projects/customers#create-sign-up-customer
"""

from dataclasses import dataclass

from flask import Response, request
from flask_smorest import Blueprint

from apps.customer.customers import customers
from apps.customer.customers.authentication import authenticated
from common.auth import internal_only
from common.auth.bearer import requires
from common.http.answers import answer
from common.http.expansion import expand
from common.http.my_api import Sources, my_context
from common.http.requests import body
from common.http.resource_api import create_resource
from common.resources.context import Context
from common.resources.document import Resource, on_the_wire, stored
from common.wire import read


@dataclass(frozen=True)
class Credentials:
    """What account was shown (see apps/account/oauth/customers.py, which asks)."""

    project_key: str
    email: str
    password: str
    store_key: str | None = None


def customer_routes(sources: Sources) -> Blueprint:
    """Below ``/{projectKey}/customers``; ``sources`` is asked once requests come."""
    routes = Blueprint("more of customers", __name__, url_prefix="/<project_key>/customers")

    @routes.post("")
    @requires(*customers.scopes.manage)
    def sign_up(project_key: str) -> Response:
        context = my_context(project_key, sources)
        return sign_in_result(create_resource(customers, body(), context), context, 201)

    return routes


def sign_in_result(customer: Resource, context: Context, status: int = 200) -> Response:
    """``{customer}``; expansion paths start at the result."""
    result = {"customer": on_the_wire(stored(customer))}
    expand([result], request.args.getlist("expand"), context)
    return answer(result, status)


internal = Blueprint("customers, internally", __name__, url_prefix="/internal/customers")


@internal.post("/authenticate")
@internal_only
def authenticate() -> Response:
    shown = read(Credentials, body())
    found = authenticated(shown.project_key, shown.email, shown.password, shown.store_key)
    return answer({"customerId": found.id if found else None})
