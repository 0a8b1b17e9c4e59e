"""Whether somebody is the customer he says he is.

An unknown address takes as long as a wrong password, and both are answered alike.
"""

from apps.customer.customers.document import Customer, normal
from common.auth import passwords
from common.resources.collection import load


def authenticated(project_key: str, email: str, password: str, store_key: str | None = None) -> Customer | None:
    """The customer with this address and password, if he may sign in there: a store's customers at their store, all
    others at no store. OverCapacity if too many passwords are being checked.
    """
    customer = load(Customer, project_key, _email=normal(email))
    if customer is not None and not _at_home(customer, store_key):
        customer = None
    return customer if passwords.matches(customer._password if customer else None, password) else None


def _at_home(customer: Customer, store_key: str | None) -> bool:
    stores = [store["key"] for store in customer.stores]
    return store_key in stores if store_key is not None else not stores
