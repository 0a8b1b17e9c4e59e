"""Categories form trees; products hang on their nodes.

https://docs.commercetools.com/api/projects/categories
"""

from typing import Any, ClassVar

from mongoengine import BooleanField, StringField

from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.assets import Asset
from common.values.custom_fields import CustomFields
from common.values.localized import Localized
from common.values.references import ToCategory
from common.values.slugs import Slug
from common.values.texts import Key, ShortText


class Category(Resource):
    meta: ClassVar = {"collection": "categories", "db_alias": "product"}
    unique: ClassVar = (Unique("key"), Unique("_slugs", "slug.{}"))
    indexed: ClassVar = ("parent.id", "ancestors.id", "externalId")

    key = JsonField(Key)
    name = JsonField(Localized, required=True)
    slug = JsonField(Slug, required=True)
    description = JsonField(Localized)
    parent = JsonField(ToCategory)
    ancestors = JsonField(tuple[ToCategory, ...], default=list)  # from the root down to the parent
    order_hint = StringField()  # a decimal in (0, 1), kept as text
    external_id = JsonField(ShortText)
    meta_title = JsonField(Localized)
    meta_description = JsonField(Localized)
    meta_keywords = JsonField(Localized)
    assets = JsonField(tuple[Asset, ...], default=list)
    custom = JsonField(CustomFields)
    _slugs = JsonField(list)  # "en:hats": unique per locale in the project
    _moved = BooleanField()  # those below do not know yet where they hang (``below``)

    def settle(self, context: Any) -> None:
        self._slugs = [f"{locale}:{slug}" for locale, slug in sorted(self.slug.items())]
