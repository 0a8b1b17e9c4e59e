"""What somebody means to buy, some day: products, and lines of text.

https://docs.commercetools.com/api/projects/shoppingLists#shoppinglist
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from mongoengine import IntField, StringField

from common.resources.document import BY_AGE, JsonField, Resource
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.localized import Localized
from common.values.references import StoreKey, ToCustomer, ToProductType
from common.values.slugs import Slug, checked_slug
from common.values.texts import Key
from common.wire.times import as_time


@dataclass(frozen=True, kw_only=True)
class ShoppingListLineItem:
    id: str
    product_id: str
    product_type: ToProductType
    quantity: int
    name: Localized
    published: bool
    added_at: datetime
    key: Key | None = None
    variant_id: int | None = None
    deactivated_at: datetime | None = None
    custom: CustomFields | None = None


@dataclass(frozen=True, kw_only=True)
class TextLineItem:
    id: str
    name: Localized
    quantity: int
    added_at: datetime
    key: Key | None = None
    description: Localized | None = None
    custom: CustomFields | None = None


class ShoppingList(Resource):
    meta: ClassVar = {"collection": "shopping_lists", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"), Unique("_slugs", "slug.{}"))
    indexed: ClassVar = ("customer.id", "anonymousId", ("store.key", *BY_AGE))
    swept: ClassVar = "_endsAt"

    key = JsonField(Key)
    name = JsonField(Localized, required=True)
    slug = JsonField(Slug)
    description = JsonField(Localized)
    customer = JsonField(ToCustomer)
    anonymous_id = StringField()
    store = JsonField(StoreKey)
    line_items = JsonField(tuple[ShoppingListLineItem, ...], default=list)
    text_line_items = JsonField(tuple[TextLineItem, ...], default=list)
    delete_days_after_last_modification = IntField()
    custom = JsonField(CustomFields)
    _slugs = JsonField(list)  # "en:wishes": unique per locale in the project
    _ends_at = JsonField(datetime)  # when it is deleted, unless it is changed before

    def settle(self, context: Any) -> None:
        # None, not an empty array: a unique index would take two lists without a slug for duplicates.
        self._slugs = sorted(f"{locale}:{text}" for locale, text in checked_slug(self.slug or {}).items()) or None
        if self.delete_days_after_last_modification is not None:
            self._ends_at = as_time(self.last_modified_at) + timedelta(days=self.delete_days_after_last_modification)
