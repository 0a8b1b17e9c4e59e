"""``/{projectKey}/me``: the customer whom the token names, and nobody else.

https://docs.commercetools.com/api/projects/me-profile
"""

from flask import Response
from flask_smorest import Blueprint

from apps.customer.customers.answers import SignInResult, customer_answer, sign_in_result
from apps.customer.customers.carts import cart_after_sign_in, cart_after_sign_up
from apps.customer.customers.document import Customer
from apps.customer.customers.draft import AnonymousPast
from apps.customer.customers.mine import my_customer
from apps.customer.customers.proofs import change_password, signed_in
from apps.customer.customers.requests import MyChangePassword, MySignIn
from common.auth.bearer import current_principal, requires
from common.auth.stores import current_store
from common.errors import InvalidOperation
from common.http.in_store import put_into_store
from common.http.my_api import Sources, my_context
from common.http.requests import body, version_in_query
from common.http.resource_api import change_resource, create_resource, delete_resource, load_or_refuse
from common.openapi.bodies import update_schema
from common.openapi.operations import operation
from common.wire import read


def my_routes(sources: Sources) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("me", __name__, url_prefix="/<project_key>/me")
    mine = requires(*my_customer.scopes.manage)

    @routes.get("")
    @routes.doc(**operation("Get my profile", answers=Customer, asks="expand"))
    @mine
    def get(project_key: str) -> Response:
        context = my_context(project_key, sources)
        return customer_answer(load_or_refuse(my_customer, _me(), context), context)

    @routes.post("")
    @routes.doc(
        **operation(
            "Change my profile",
            takes=update_schema(Customer, my_customer.actions, "My"),
            answers=Customer,
            asks="expand",
        )
    )
    @mine
    def change(project_key: str) -> Response:
        context = my_context(project_key, sources)
        return customer_answer(change_resource(my_customer, _me(), body(), context), context)

    @routes.delete("")
    @routes.doc(**operation("Delete my profile", answers=Customer, asks="version expand"))
    @mine
    def delete(project_key: str) -> Response:
        context = my_context(project_key, sources)
        return customer_answer(delete_resource(my_customer, _me(), version_in_query(), context), context)

    @routes.post("/signup")
    @routes.doc(**operation("Sign me up", takes=my_customer.draft, answers=SignInResult, status=201))
    @mine
    def sign_up(project_key: str) -> Response:
        context = my_context(project_key, sources)
        made = create_resource(my_customer, put_into_store(my_customer, body()), context)
        return sign_in_result(made, cart_after_sign_up(made, _past().signed_in(made, context), context), context, 201)

    @routes.post("/login")
    @routes.doc(**operation("Sign me in", takes=MySignIn, answers=SignInResult))
    @mine
    def sign_in(project_key: str) -> Response:
        given = read(MySignIn, body())
        context = my_context(project_key, sources)
        found = signed_in(project_key, given.email, given.password, current_store())
        past = _past().signed_in(found, context, given.active_cart_sign_in_mode, given.update_product_data)
        return sign_in_result(found, cart_after_sign_in(past, context), context)

    @routes.post("/password")
    @routes.doc(**operation("Change my password", takes=MyChangePassword, answers=Customer))
    @mine
    def password(project_key: str) -> Response:
        given = read(MyChangePassword, body())
        context = my_context(project_key, sources)
        me = load_or_refuse(my_customer, _me(), context)
        return customer_answer(
            change_password(me, given.version, given.current_password, given.new_password, context), context
        )

    return routes


def _past() -> AnonymousPast:
    """What the token's anonymous session did."""
    return AnonymousPast(anonymous_id=current_principal().anonymous_id)


def _me() -> dict[str, str]:
    """How the customer of the token is named; InvalidOperation for a token that speaks for none."""
    customer_id = current_principal().customer_id
    if customer_id is None:
        raise InvalidOperation("This token speaks for no customer.")
    return {"id": customer_id}
