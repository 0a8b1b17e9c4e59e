"""A project: one shop's world. Its id is its key, so that every path and token names it directly.

https://docs.commercetools.com/api/projects/project
"""

from typing import Any, ClassVar

from mongoengine import StringField

from apps.account.projects.settings import (
    BusinessUnits,
    Carts,
    Countries,
    Currencies,
    Discounts,
    Inventory,
    Languages,
    Messages,
    SearchIndexing,
    ShippingRateInputType,
    ShoppingLists,
    Title,
)
from common.resources.document import JsonField, Resource
from common.wire.json import Json

TYPE_ID = "project"

PRIVATE = frozenset({"id", "lastModifiedAt", "createdBy", "lastModifiedBy"})


class Project(Resource):
    meta: ClassVar[dict[str, Any]] = {"collection": "projects", "db_alias": "account"}
    indexed: ClassVar = ("_owner",)

    key = StringField(required=True)
    name = JsonField(Title, required=True)
    countries = JsonField(Countries)
    currencies = JsonField(Currencies)
    languages = JsonField(Languages)
    trial_until = StringField()
    messages = JsonField(Messages)
    carts = JsonField(Carts)
    shopping_lists = JsonField(ShoppingLists)
    discounts = JsonField(Discounts)
    inventory = JsonField(Inventory)
    shipping_rate_input_type = JsonField(ShippingRateInputType)
    search_indexing = JsonField(SearchIndexing)
    business_units = JsonField(BusinessUnits)
    _owner = StringField()  # the user who made it; none if an operator did


def as_seen(project: Json) -> Json:
    """The JSON of ``GET /{projectKey}``: projects show less of themselves than other resources."""
    return {name: value for name, value in project.items() if name not in PRIVATE}
