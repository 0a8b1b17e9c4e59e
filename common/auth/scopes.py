"""What a token may do: OAuth scopes such as ``manage_orders:my-shop`` or ``view_orders:my-shop:berlin``.

A scope is a permission's name, the project it is for and, for some names, one store of that project. The
words ``customer_id:…`` and ``anonymous_id:…`` that also stand in a token's scope are not permissions but say
who the shopper is: only account grants them (see Principal), nobody may ask for them.

https://docs.commercetools.com/api/scopes
"""

import re
from dataclasses import dataclass
from functools import cache

from common.errors import OAuthError

_NOUNS = (
    "api_clients approval_flows approval_rules associate_roles attribute_groups audit_log "
    "business_units cart_discounts categories channels checkout_applications "
    "checkout_payment_integrations checkout_transactions connectors connectors_deployments "
    "customer_groups customers discount_codes extensions import_containers intake_agent "
    "key_value_documents mcp_servers messages order_edits orders payment_methods payments "
    "product_discounts product_selections product_tailoring product_types products project_settings "
    "quote_requests quotes recurrence_policies recurring_orders sessions shipping_methods "
    "shopping_lists staged_quotes standalone_prices states stores subscriptions tax_categories types "
    "zones"
)
_MY_NOUNS = "business_units orders payments profile quote_requests quotes shopping_lists"
_STORE_NOUNS = "cart_discounts customers orders product_selections products shopping_lists stores"


def _viewed_and_managed(nouns: str) -> frozenset[str]:
    return frozenset(f"{verb}_{noun}" for noun in nouns.split(" ") for verb in ("view", "manage"))


_MY = frozenset(f"manage_my_{noun}" for noun in _MY_NOUNS.split(" "))

NAMES = (
    _viewed_and_managed(_NOUNS)
    | _MY
    | {"manage_project", "manage_locked_carts", "manage_checkout_payment_intents", "view_published_products"}
    | {"create_anonymous_token", "introspect_oauth_tokens"}
)
"""Every permission there is."""

_FOR_STORES = _viewed_and_managed(_STORE_NOUNS) | _MY | {"view_published_products"}
_STORE_KEY = re.compile(r"[A-Za-z0-9_-]{2,256}")


@cache
def grants_of(name: str) -> frozenset[str]:
    """The permissions that each include ``name``: itself, the one to manage, the one to everything."""
    # commercetools leaves API clients out of manage_project; docs/authentication.md says why we do not.
    return NAMES & {name, name.replace("view_", "manage_", 1).replace("_published_", "_"), "manage_project"}


@dataclass(frozen=True)
class Scopes:
    """The scopes of one token or client, in the order they were given."""

    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(self.words)

    @classmethod
    def granted(cls, text: str) -> "Scopes":
        """Scopes that were checked when they were granted."""
        return cls(tuple(text.split()))

    @classmethod
    def asked_for(cls, text: str, project_key: str) -> "Scopes":
        """Scopes somebody asks for; OAuthError ``invalid_scope`` names those that this project does not
        have."""
        words = tuple(dict.fromkeys(text.split()))
        if unknown := [word for word in words if not _exists(word, project_key)]:
            raise invalid_scope(unknown)
        return cls(words)

    def allow(self, name: str, project_key: str, store_key: str | None = None) -> bool:
        """Whether one of them includes the permission, for the whole project or for this store of it."""
        for grant in grants_of(name):
            word = f"{grant}:{project_key}"
            if word in self.words or (store_key is not None and f"{word}:{store_key}" in self.words):
                return True
        return False

    def within(self, granted: "Scopes") -> "Scopes":
        """These, if ``granted`` includes all of them; else OAuthError ``invalid_scope``."""
        if exceeding := [word for word in self.words if not granted._includes(word)]:
            raise invalid_scope(exceeding)
        return self

    def _includes(self, word: str) -> bool:
        name, project_key, store_key = _parts(word)
        return word in self.words or self.allow(name, project_key, store_key)


def invalid_scope(words: list[str]) -> OAuthError:
    # What a client sent stands in our answer: not endlessly.
    named = " ".join(words)[:200]
    return OAuthError("invalid_scope", f"Malformed parameter: scope: Invalid scopes: {named}.")


def _parts(word: str) -> tuple[str, str, str | None]:
    name, _, rest = word.partition(":")
    project_key, colon, store_key = rest.partition(":")
    return name, project_key, store_key if colon else None


def _exists(word: str, project_key: str) -> bool:
    name, of_project, store_key = _parts(word)
    if name not in NAMES or of_project != project_key:
        return False
    return store_key is None or (name in _FOR_STORES and _STORE_KEY.fullmatch(store_key) is not None)
