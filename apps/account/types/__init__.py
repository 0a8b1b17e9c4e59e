"""Types of custom fields, on one card."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Length

from apps.account.types.actions import actions
from apps.account.types.carriers import ResourceTypeId
from apps.account.types.definitions import check_names
from apps.account.types.document import Type
from apps.account.types.fields import FieldDefinition
from common.resources.card import ResourceType, Scopes, shared_fields
from common.resources.context import Context
from common.values.localized import Localized
from common.values.texts import Key


@dataclass(frozen=True)
class TypeDraft:
    key: Key
    name: Localized
    resource_type_ids: Annotated[tuple[ResourceTypeId, ...], Length(min=1)]
    description: Localized | None = None
    field_definitions: tuple[FieldDefinition, ...] = ()


def born(draft: TypeDraft, _: Context) -> Type:
    made = Type(**shared_fields(draft, Type))
    check_names(made.field_definitions)
    return made


types = ResourceType(
    path="types",
    type_id="type",
    document=Type,
    draft=TypeDraft,
    actions=actions,
    scopes=Scopes(view=("view_types",), manage=("manage_types",)),
    born=born,
)
