"""Where an order is known besides here: in a store, and in the systems that it was exported to or came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.messages import OrderStoreSet
from common.errors import InvalidInput, InvalidOperation
from common.resources.context import Context
from common.resources.messages import Message
from common.resources.stores import store_key
from common.values.references import ToChannel, ToStore
from common.wire import dump

SYNC_ROLES = ("OrderExport", "OrderImport")


@actions("setStore")
@dataclass(frozen=True)
class SetStore:
    """For moving orders to another store; whether the buyer may buy there is not asked."""

    store: ToStore | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        new = store_key(self.store, context) if self.store else None
        if new == order.store:
            raise InvalidOperation("The order is in this store already.")
        order.store = new
        yield OrderStoreSet(new)


@actions("updateSyncInfo")
@dataclass(frozen=True)
class UpdateSyncInfo:
    """One entry per channel."""

    channel: ToChannel
    external_id: str | None = None
    synced_at: datetime | None = None

    def apply(self, order: Order, context: Context) -> None:
        channel = context.find("channel", self.channel.id or "") or {}
        if not any(role in SYNC_ROLES for role in channel.get("roles", ())):
            raise InvalidInput(f"The channel has none of the roles {' and '.join(SYNC_ROLES)}.")
        entry = {"channel": self.channel.to_json(), "syncedAt": dump(self.synced_at) or context.now}
        if self.external_id is not None:
            entry["externalId"] = self.external_id
        others = [other for other in order.sync_info if other["channel"] != entry["channel"]]
        order.sync_info = [*others, entry]
