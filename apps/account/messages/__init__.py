"""Messages: what the resources of a project said about their changes, in all services.

They are made by the changes themselves and come here as events; nobody creates, changes or deletes one.
"""

from dataclasses import dataclass

from apps.account.messages.document import TYPE_ID, StoredMessage
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes


@dataclass(frozen=True)
class Nothing:
    """Nobody sends a message here."""


messages = ResourceType(
    path="messages",
    type_id=TYPE_ID,
    document=StoredMessage,
    draft=Nothing,
    actions=Actions(StoredMessage),
    scopes=Scopes(view=("view_messages",), manage=()),
)
