"""Who is asking."""

from dataclasses import dataclass

from common.auth.scopes import Scopes


@dataclass(frozen=True)
class Principal:
    """An API client, and the shopper it speaks for if its token names one."""

    client_id: str
    project_key: str
    scopes: Scopes
    customer_id: str | None = None
    anonymous_id: str | None = None

    def may(self, *names: str, store_key: str | None = None) -> bool:
        """Whether one of these permissions is ours."""
        return any(self.scopes.allow(name, self.project_key, store_key) for name in names)

    @property
    def scope(self) -> str:
        """The ``scope`` of a token's response: the permissions, then who the shopper is."""
        words = list(self.scopes.words)
        if self.customer_id:
            words.append(f"customer_id:{self.customer_id}")
        if self.anonymous_id:
            words.append(f"anonymous_id:{self.anonymous_id}")
        return " ".join(words)

    def as_author(self) -> dict[str, object]:
        """What ``createdBy`` and ``lastModifiedBy`` say.

        https://docs.commercetools.com/api/types#createdby
        """
        author: dict[str, object] = {"clientId": self.client_id}
        if self.customer_id:
            author["customer"] = {"typeId": "customer", "id": self.customer_id}
        if self.anonymous_id:
            author["anonymousId"] = self.anonymous_id
        return author
