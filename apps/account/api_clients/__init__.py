"""API clients: the programs that may ask for tokens, on one card. They are made and deleted, never changed."""

from apps.account.api_clients.document import TYPE_ID, ApiClient
from apps.account.api_clients.draft import ApiClientDraft, born
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes

api_clients = ResourceType(
    path="api-clients",
    type_id=TYPE_ID,
    document=ApiClient,
    draft=ApiClientDraft,
    actions=Actions(ApiClient),
    scopes=Scopes(view=("view_api_clients",), manage=("manage_api_clients",)),
    born=born,
)
