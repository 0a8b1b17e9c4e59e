"""What order asks of others."""

from typing import Protocol


class PaymentProvider(Protocol):
    """Somebody who holds the shopper's money until the order is made.

    ``key`` is the saga's id: both are idempotent by it, and a void may come before, or without, its
    authorisation.
    """

    def authorise(self, key: str, project_key: str, payment_ids: tuple[str, ...]) -> None:
        """Make sure that these payments cover the cart. Raises the ApiError that refuses them; a
        CapacityError asks to be called again."""

    def void(self, key: str, project_key: str, payment_ids: tuple[str, ...]) -> None:
        """Give back what was authorised under this key, or will never be."""


class AuthorisedElsewhere:
    """The shop's own checkout has dealt with the payments before it orders: there is nothing to do here."""

    def authorise(self, key: str, project_key: str, payment_ids: tuple[str, ...]) -> None: ...

    def void(self, key: str, project_key: str, payment_ids: tuple[str, ...]) -> None: ...
