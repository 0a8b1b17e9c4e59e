"""The resource of this folder's tests, which account owns and product listens to."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mongoengine import IntField, StringField

from common.resources.document import Resource
from common.resources.messages import Message


class Hat(Resource):
    meta: ClassVar[dict[str, Any]] = {"db_alias": "account", "collection": "hats"}

    name = StringField()
    succeeds_at_attempt = IntField()


@dataclass(frozen=True)
class HatSold(Message):
    pass
