"""Groups of customers: prices and discounts may be for one of them only.

https://docs.commercetools.com/api/projects/customerGroups
"""

from dataclasses import dataclass
from typing import ClassVar

from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes, shared_fields
from common.resources.context import Context
from common.resources.document import JsonField, Resource
from common.resources.families.custom_fields import custom_fields
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.texts import Key


class CustomerGroup(Resource):
    meta: ClassVar = {"collection": "customer_groups", "db_alias": "customer"}
    unique: ClassVar = (Unique("key"), Unique("name"))

    key = JsonField(Key)
    name = JsonField(str, required=True)
    custom = JsonField(CustomFields)


@dataclass(frozen=True)
class CustomerGroupDraft:
    """The draft alone calls the name ``groupName``."""

    group_name: str
    key: Key | None = None
    custom: CustomFieldsDraft | None = None


def born(draft: CustomerGroupDraft, _: Context) -> CustomerGroup:
    return CustomerGroup(name=draft.group_name, **shared_fields(draft, CustomerGroup, without=["custom"]))


actions = Actions(CustomerGroup)
actions.sets(changeName="name", setKey="key")
actions.include(custom_fields("customer-group"))

customer_groups = ResourceType(
    path="customer-groups",
    type_id="customer-group",
    document=CustomerGroup,
    draft=CustomerGroupDraft,
    actions=actions,
    scopes=Scopes(
        view=("view_customer_groups", "view_customers"), manage=("manage_customer_groups", "manage_customers")
    ),
    born=born,
)
