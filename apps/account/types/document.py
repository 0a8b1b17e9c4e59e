"""Types declare the custom fields that resources may carry.

https://docs.commercetools.com/api/projects/types
"""

from typing import ClassVar

from apps.account.types.fields import FieldDefinition
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.localized import Localized
from common.values.texts import Key


class Type(Resource):
    meta: ClassVar = {"collection": "types", "db_alias": "account"}
    unique: ClassVar = (Unique("key"),)
    indexed: ClassVar = ("resourceTypeIds",)

    key = JsonField(Key, required=True)
    name = JsonField(Localized, required=True)
    description = JsonField(Localized)
    resource_type_ids = JsonField(tuple[str, ...], required=True)
    field_definitions = JsonField(tuple[FieldDefinition, ...], default=list)
