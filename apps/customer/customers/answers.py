"""What signing up or in is answered with.

https://docs.commercetools.com/api/projects/customers#customersigninresult
"""

from marshmallow import Schema

from apps.customer.customers.document import Customer
from common.openapi.bodies import resource_schema
from common.wire import kinds

SignInResult = Schema.from_dict(
    {"customer": kinds.Nested(resource_schema(Customer), required=True), "cart": kinds.Object()},
    name="CustomerSignInResult",
)
