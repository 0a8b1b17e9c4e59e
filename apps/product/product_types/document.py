"""Product types: the attributes that products of one kind have in common.

https://docs.commercetools.com/api/projects/productTypes
"""

from typing import ClassVar

from mongoengine import StringField

from apps.product.product_types.definitions import AttributeDefinition
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.texts import Key


class ProductType(Resource):
    meta: ClassVar = {"collection": "product-types", "db_alias": "product"}
    unique: ClassVar = (Unique("key"),)
    indexed: ClassVar = ("attributes.name", "name")
    swept: ClassVar = "_unfollowed"

    key = JsonField(Key)
    name = StringField(required=True)
    description = StringField(required=True)
    attributes = JsonField(tuple[AttributeDefinition, ...], default=list)
    _unfollowed = JsonField(list)  # changes that its products do not show yet (apps.product.products.following)

    def leaves_behind(self, attribute: str, **renamed: str) -> None:
        """Products must follow a change of this attribute: ``name="new"``, or ``key="old", new_key="new"``."""
        self._unfollowed = [*(self._unfollowed or ()), {"attribute": attribute, **renamed}]
