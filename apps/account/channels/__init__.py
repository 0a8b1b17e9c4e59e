"""Channels: where stock lies, where something is sold, with whom orders are exchanged.

https://docs.commercetools.com/api/projects/channels
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from marshmallow.validate import Length

from common.resources.actions import Actions
from common.resources.addresses import address_at_rest
from common.resources.card import ResourceType, Scopes, shared_fields
from common.resources.context import Context
from common.resources.document import JsonField, Resource
from common.resources.families.custom_fields import address_custom_fields, custom_fields
from common.resources.families.roles import roles
from common.resources.unique import Unique
from common.values.addresses import Address, AddressDraft
from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.geo import GeoPoint
from common.values.localized import Localized

Role = Literal["InventorySupply", "ProductDistribution", "OrderExport", "OrderImport", "Primary"]
ChannelKey = Annotated[str, Length(min=1, max=256)]


class Channel(Resource):
    meta: ClassVar = {"collection": "channels", "db_alias": "account"}
    unique: ClassVar = (Unique("key"),)
    indexed: ClassVar = ("roles",)

    key = JsonField(ChannelKey, required=True)
    roles = JsonField(tuple[Role, ...], default=list)
    name = JsonField(Localized)
    description = JsonField(Localized)
    address = JsonField(Address)
    geo_location = JsonField(GeoPoint)
    custom = JsonField(CustomFields)


@dataclass(frozen=True)
class ChannelDraft:
    key: ChannelKey
    roles: Annotated[tuple[Role, ...], Length(min=1)] = ("InventorySupply",)
    name: Localized | None = None
    description: Localized | None = None
    address: AddressDraft | None = None
    geo_location: GeoPoint | None = None
    custom: CustomFieldsDraft | None = None


def born(draft: ChannelDraft, context: Context) -> Channel:
    return Channel(
        **shared_fields(draft, Channel, without=["address", "custom"]),
        address=address_at_rest(draft.address, context),
    )


actions = Actions(Channel)
actions.sets(
    changeDescription="description",
    changeKey="key",
    changeName="name",
    setGeoLocation="geo_location",
)
actions.include(
    custom_fields("channel"),
    address_custom_fields("address", "setAddress"),
    roles(Role, at_least_one=True),
)


@actions("setAddress")
@dataclass(frozen=True)
class SetAddress:
    address: AddressDraft | None = None

    def apply(self, channel: Channel, context: Context) -> None:
        channel.address = address_at_rest(self.address, context)


channels = ResourceType(
    path="channels",
    type_id="channel",
    document=Channel,
    draft=ChannelDraft,
    actions=actions,
    scopes=Scopes(view=("view_channels", "view_products"), manage=("manage_channels", "manage_products")),
    born=born,
)
