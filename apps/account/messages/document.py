"""A message as it is kept: its JSON, under its own id, for as long as its project wants.

https://docs.commercetools.com/api/projects/messages
"""

from typing import Any, ClassVar

from mongoengine import IntField, StringField

from common.resources.document import JsonField, Resource

TYPE_ID = "message"


class StoredMessage(Resource):
    """The payload's own fields are kept and shown; only what all messages have can be asked for."""

    meta: ClassVar[dict[str, Any]] = {"collection": "messages", "db_alias": "account"}
    indexed: ClassVar = (("resource.typeId", "resource.id", "sequenceNumber"), "type")
    forgotten: ClassVar = "_expiresAt"

    sequence_number = IntField()
    resource = JsonField(dict)
    resource_version = IntField()
    resource_user_provided_identifiers = JsonField(dict)
    type = StringField()
