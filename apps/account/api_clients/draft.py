"""How an API client is born.

https://docs.commercetools.com/api/projects/api-clients#apiclientdraft
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from marshmallow.validate import Length, Range

from apps.account.api_clients.document import ApiClient
from common.auth import Scopes
from common.errors import InvalidField, InvalidInput, OAuthError
from common.resources.card import shared_fields
from common.resources.context import Context
from common.wire.times import as_text, as_time

ACCESS_SECONDS = 172_800
REFRESH_SECONDS = 17_280_000
LONGEST_ACCESS_SECONDS = 604_800


@dataclass(frozen=True)
class ApiClientDraft:
    name: Annotated[str, Length(min=1, max=256)]
    scope: Annotated[str, Length(min=1, max=10_000)]
    delete_days_after_creation: Annotated[int, Range(min=1, max=3650)] | None = None
    access_token_validity_seconds: Annotated[int, Range(min=3600, max=LONGEST_ACCESS_SECONDS)] | None = None
    refresh_token_validity_seconds: Annotated[int, Range(min=30, max=31_536_000)] | None = None


def born(draft: ApiClientDraft, context: Context) -> ApiClient:
    """A client without its secret: whoever keeps it gives it one."""
    try:
        scopes = Scopes.asked_for(draft.scope, context.project_key)
    except OAuthError as refusal:  # here the scope is a field of the body, not a wish of OAuth's
        raise InvalidInput(refusal.description) from None
    if not scopes.words:
        raise InvalidField("scope", draft.scope)
    client = ApiClient(**shared_fields(draft, ApiClient))
    client.scope = str(scopes)
    if draft.delete_days_after_creation is not None:
        client.delete_at = as_text(as_time(context.now) + timedelta(days=draft.delete_days_after_creation))
    return client
