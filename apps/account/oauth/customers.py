"""What the password flow asks of the customer service: who has this email address and password."""

from typing import Protocol

import httpx

from common.auth import internal_headers
from common.errors import OverCapacity
from common.settings import settings

PATH = "/internal/customers/authenticate"
TIMEOUT_SECONDS = 5.0  # it hashes a password, and may wait for its turn


class Customers(Protocol):
    def who(self, project_key: str, email: str, password: str, store_key: str | None) -> str | None:
        """The customer's id, or None if the two do not belong together."""


class CustomersOverHttp:
    """Asks the customer service on its internal route."""

    def who(self, project_key: str, email: str, password: str, store_key: str | None) -> str | None:
        asked = {"projectKey": project_key, "email": email, "password": password, "storeKey": store_key}
        url = settings().service_url("customer") + PATH
        try:
            answer = httpx.post(url, json=asked, headers=internal_headers(), timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
        except httpx.HTTPError as problem:
            raise OverCapacity("The customer service, which knows customers' passwords, does not answer.") from problem
        customer_id: str | None = answer.json()["customerId"]
        return customer_id
