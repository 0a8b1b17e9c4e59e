"""Tokens shown by whoever has them: a merchant's client below ``/customers``, the customer's own below ``/me``.

https://docs.commercetools.com/api/projects/customers#reset-password-of-customer
"""

from flask import Response
from flask_smorest import Blueprint

from apps.customer.customers import customers
from apps.customer.customers.answers import customer_answer
from apps.customer.customers.document import Customer
from apps.customer.customers.mine import my_customer
from apps.customer.customers.proofs import confirm_email, reset_password
from apps.customer.customers.requests import ConfirmEmail, ResetPassword
from common.auth.bearer import requires
from common.http.my_api import Sources, my_context
from common.http.requests import body
from common.openapi.operations import operation
from common.wire import read

RESET = operation("Reset a customer's password with a token", takes=ResetPassword, answers=Customer)
CONFIRM = operation("Confirm an email address with a token", takes=ConfirmEmail, answers=Customer)


def proof_routes(sources: Sources) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("proofs of customers", __name__, url_prefix="/<project_key>")

    def reset(project_key: str) -> Response:
        given = read(ResetPassword, body())
        context = my_context(project_key, sources)
        return customer_answer(reset_password(given.token_value, given.new_password, given.version, context), context)

    def confirm(project_key: str) -> Response:
        given = read(ConfirmEmail, body())
        context = my_context(project_key, sources)
        return customer_answer(confirm_email(given.token_value, given.version, context), context)

    for card in (customers, my_customer):
        may_manage = requires(*card.scopes.manage)
        reset_at = routes.post(f"/{card.path}/password/reset", endpoint=f"reset_{card.path}")
        reset_at(routes.doc(**RESET)(may_manage(reset)))
        confirm_at = routes.post(f"/{card.path}/email/confirm", endpoint=f"confirm_{card.path}")
        confirm_at(routes.doc(**CONFIRM)(may_manage(confirm)))
    return routes
