"""Any JSON, named by its container and its key."""

from typing import Annotated, Any, ClassVar

from marshmallow.validate import Length, Regexp

from common.resources.document import BY_AGE, JsonField, Resource
from common.resources.unique import Unique

WORD = Regexp(r"^[-_~.a-zA-Z0-9]+\Z", error="Expected letters of ASCII, digits, '-', '_', '~' and '.'")
Container = Annotated[str, Length(min=1, max=256), WORD]
ObjectKey = Annotated[str, Length(min=1, max=256), WORD]


class CustomObject(Resource):
    meta: ClassVar = {"collection": "custom_objects", "db_alias": "account"}
    unique: ClassVar = (Unique("_name", "key"),)
    indexed: ClassVar = (("container", *BY_AGE),)

    holds: ClassVar = False  # what stands in a value is the client's own

    container = JsonField(Container, required=True)
    key = JsonField(ObjectKey, required=True)
    value = JsonField(Any)
    _name = JsonField(str)  # "container/key", unique in the project

    def settle(self, context: Any) -> None:
        self._name = name_of(self.container, self.key)


def name_of(container: str, key: str) -> str:
    """Neither may have a slash."""
    return f"{container}/{key}"
