"""How an API client begins, and what ends with it: its tokens, everywhere."""

from typing import Any

from apps.account.api_clients import api_clients
from apps.account.api_clients.document import TYPE_ID, ApiClient, as_seen, digest, new_secret
from apps.account.collections import collection
from apps.account.oauth.revocation import revoke
from common.errors import ResourceNotFound
from common.resources.collection import load
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire, stored
from common.resources.write import bury, insert
from common.wire import read
from common.wire.json import Json


def new_client(given: Any, project_key: str) -> Json:
    """The client that a body describes, as its maker sees it: with its secret, this once.

    Whoever may make clients may give them any scope, as with commercetools: it is the highest permission there is.
    """
    client = api_clients.create(read(api_clients.draft, given), Context(project_key, {}))
    secret = new_secret()
    client._secret_digest = digest(secret)
    insert(TYPE_ID, client, [])
    return as_seen(on_the_wire(stored(client))) | {"secret": secret}


def end_client(project_key: str, id: str) -> Json:
    """The client as it was last. First its tokens are revoked: if we break off, asking again finishes it."""
    client = load(ApiClient, project_key, _id=id)
    if client is None:
        raise ResourceNotFound(f"ID '{id}'")
    last = as_seen(on_the_wire(stored(client)))
    revoke(project_key, id)
    collection("refresh_tokens").delete_many({"projectKey": project_key, "clientId": id})
    bury(TYPE_ID, client, [])
    return last


def end_clients_of(project_key: str) -> None:
    for client in collection_of(ApiClient).find({"projectKey": project_key, "_deletedAt": None}, {"_id": 1}):
        end_client(project_key, client["_id"])
