"""What customers have beside the usual routes: signing up and in, passwords, and proofs of an email address.

https://docs.commercetools.com/api/projects/customers
"""

from dataclasses import dataclass

import flask
from flask import Response
from flask_smorest import Blueprint

from apps.customer.customers import customers
from apps.customer.customers.answers import SignInResult, customer_answer, sign_in_result
from apps.customer.customers.authentication import authenticated
from apps.customer.customers.carts import cart_after_sign_in, cart_after_sign_up
from apps.customer.customers.document import Customer, normal
from apps.customer.customers.draft import AnonymousPast
from apps.customer.customers.proofs import change_password, shown_by, signed_in
from apps.customer.customers.requests import (
    ChangePassword,
    CreateEmailToken,
    CreatePasswordToken,
    SignIn,
)
from apps.customer.customers.tokens import EMAIL, PASSWORD
from common.auth import internal_only
from common.auth.bearer import requires
from common.auth.stores import current_store
from common.errors import ResourceNotFound
from common.http.answers import answer
from common.http.in_store import is_here, put_into_store
from common.http.my_api import Sources, my_context
from common.http.requests import body
from common.http.resource_api import create_resource, load_or_refuse
from common.openapi.operations import operation
from common.resources.collection import load
from common.resources.document import stored
from common.wire import read

may_view = requires(*customers.scopes.view, *customers.scopes.manage)
may_manage = requires(*customers.scopes.manage)


@dataclass(frozen=True)
class Credentials:
    """What account was shown (see apps/account/oauth/customers.py, which asks)."""

    project_key: str
    email: str
    password: str
    store_key: str | None = None


def signing(sources: Sources) -> Blueprint:
    """Signing up and in, below ``/{projectKey}``; ``sources`` is asked once requests come."""
    routes = Blueprint("signing customers", __name__, url_prefix="/<project_key>")

    @routes.post("/customers")
    @routes.doc(**operation("Sign a customer up", takes=customers.draft, answers=SignInResult, status=201))
    @may_manage
    def sign_up(project_key: str) -> Response:
        context, given = my_context(project_key, sources), put_into_store(customers, body())
        made = create_resource(customers, given, context)
        past = read(AnonymousPast, given).signed_in(made, context)
        return sign_in_result(made, cart_after_sign_up(made, past, context), context, 201)

    @routes.post("/login")
    @routes.doc(**operation("Sign a customer in", takes=SignIn, answers=SignInResult))
    @may_manage
    def sign_in(project_key: str) -> Response:
        given = read(SignIn, body())
        context = my_context(project_key, sources)
        found = signed_in(project_key, given.email, given.password, current_store())
        past = given.signed_in(found, context, given.anonymous_cart_sign_in_mode, given.update_product_data)
        return sign_in_result(found, cart_after_sign_in(past, context), context)

    return routes


def customer_routes(sources: Sources) -> Blueprint:
    """Passwords, and tokens that stand for a customer."""
    routes = Blueprint("more of customers", __name__, url_prefix="/<project_key>")

    @routes.post("/customers/password")
    @routes.doc(**operation("Change a customer's password", takes=ChangePassword, answers=Customer))
    @may_manage
    def password(project_key: str) -> Response:
        given = read(ChangePassword, body())
        context = my_context(project_key, sources)
        found = load_or_refuse(customers, {"id": given.id}, context)
        return customer_answer(
            change_password(found, given.version, given.current_password, given.new_password, context), context
        )

    @routes.post("/customers/password-token")
    @routes.doc(**operation("Make a token that resets a password", takes=CreatePasswordToken))
    @may_manage
    def password_token(project_key: str) -> Response:
        given = read(CreatePasswordToken, body())
        found = load(Customer, project_key, _email=normal(given.email))
        if found is None or not is_here(customers, stored(found)):
            raise ResourceNotFound(f"email '{given.email}'")
        context = my_context(project_key, sources)
        return answer(PASSWORD.issue(found, given.ttl_minutes, given.invalidate_older_tokens, context))

    @routes.get("/customers/password-token=<token>")
    @routes.doc(**operation("Get the customer of a password token", answers=Customer))
    @may_view
    def by_password_token(project_key: str, token: str) -> Response:
        return customer_answer(shown_by(PASSWORD, customers, project_key, token), my_context(project_key, sources))

    @routes.post("/customers/email-token")
    @routes.doc(**operation("Make a token that confirms an email address", takes=CreateEmailToken))
    @may_manage
    def email_token(project_key: str) -> Response:
        given = read(CreateEmailToken, body())
        context = my_context(project_key, sources)
        found = load_or_refuse(customers, {"id": given.id}, context)
        if given.version is not None:
            found.check_version(given.version)
        return answer(EMAIL.issue(found, given.ttl_minutes, given.invalidate_older_tokens, context))

    @routes.get("/customers/email-token=<token>")
    @routes.doc(**operation("Get the customer of an email token", answers=Customer))
    @may_view
    def by_email_token(project_key: str, token: str) -> Response:
        return customer_answer(shown_by(EMAIL, customers, project_key, token), my_context(project_key, sources))

    return routes


internal = flask.Blueprint("customers, internally", __name__, url_prefix="/internal/customers")


@internal.post("/authenticate")
@internal_only
def authenticate() -> Response:
    given = read(Credentials, body())
    found = authenticated(given.project_key, given.email, given.password, given.store_key)
    return answer({"customerId": found.id if found else None})
