"""Pages of a shop: absolute ``https`` URLs, or templates of such with a variable for what they show.

https://docs.commercetools.com/api/projects/stores#storefront
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, make_dataclass
from typing import Any
from urllib.parse import urlsplit

from apps.account.stores.document import Store, Storefront
from apps.account.stores.messages import url_set
from common.errors import InvalidField
from common.names import camel
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.messages import Message
from common.wire import dump
from common.wire.json import Json

VARIABLES: Mapping[str, str] = {"checkout_url_template": "{checkoutId}", "order_url_template": "{orderId}"}


def storefront_at_rest(storefront: Storefront | None) -> Json | None:
    """None if no page is left."""
    if storefront is None:
        return None
    for field in fields(storefront):
        _check(field.name, getattr(storefront, field.name))
    return {name: value for name, value in dump(storefront).items() if value} or None


def storefront_actions(actions: Actions[Any]) -> None:
    """``setContactUrl`` and its like, one for each page."""
    for field in fields(Storefront):
        _sets(actions, field.name)


def _sets(actions: Actions[Any], field: str) -> None:
    name, message = camel(field), url_set(field)
    action = f"set{name[0].upper()}{name[1:]}"

    def apply(given: Any, store: Store, _: Context) -> Iterator[Message]:
        value = getattr(given, field) or None
        _check(field, value)
        pages = dict(store.storefront or {})
        if pages.get(name) == value:
            return
        pages[name] = value
        store.storefront = {page: url for page, url in pages.items() if url} or None
        yield message(value)

    actions.add(action, make_dataclass(action, [(field, str | None, None)], frozen=True), apply)


def _check(field: str, value: str | None) -> None:
    if not value:
        return
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.netloc or VARIABLES.get(field, "") not in value:
        raise InvalidField(camel(field), value)
