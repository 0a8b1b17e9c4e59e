"""Tokens shown by whoever has them: a merchant's client below ``/customers``, the customer's own below ``/me``.

https://docs.commercetools.com/api/projects/customers#reset-password-of-customer
"""

from functools import partial

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
from common.resources.card import ResourceType
from common.wire import read

RESET = operation("Reset a customer's password with a token", takes=ResetPassword, answers=Customer)
CONFIRM = operation("Confirm an email address with a token", takes=ConfirmEmail, answers=Customer)


def proof_routes(sources: Sources) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("proofs of customers", __name__, url_prefix="/<project_key>")

    for card in (customers, my_customer):
        may_manage = requires(*card.scopes.manage)
        reset_at = routes.post(f"/{card.path}/password/reset", endpoint=f"reset_{card.path}")
        reset_at(routes.doc(**RESET)(may_manage(partial(_reset, card, sources))))
        confirm_at = routes.post(f"/{card.path}/email/confirm", endpoint=f"confirm_{card.path}")
        confirm_at(routes.doc(**CONFIRM)(may_manage(partial(_confirm, card, sources))))
    return routes


def _reset(card: ResourceType[Customer], sources: Sources, project_key: str) -> Response:
    given, context = read(ResetPassword, body()), my_context(project_key, sources)
    return customer_answer(reset_password(card, given.token_value, given.new_password, given.version, context), context)


def _confirm(card: ResourceType[Customer], sources: Sources, project_key: str) -> Response:
    given, context = read(ConfirmEmail, body()), my_context(project_key, sources)
    return customer_answer(confirm_email(card, given.token_value, given.version, context), context)
