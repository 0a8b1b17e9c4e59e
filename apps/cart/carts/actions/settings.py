"""Actions on what the cart is called and how it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Range

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.draft import Days
from apps.cart.carts.messages import CartPurchaseOrderNumberSet
from common.resources.context import Context
from common.resources.families.custom_fields import custom_fields
from common.resources.families.items import item_details
from common.resources.messages import Message
from common.resources.projects import cart_setting, check_language
from common.values.localized import Locale

Minutes = Annotated[int, Range(min=1, max=44_640)]

actions.sets(setKey="key")
actions.include(custom_fields("order"), item_details)


@actions("setDeleteDaysAfterLastModification")
@dataclass(frozen=True)
class SetDeleteDaysAfterLastModification:
    """Without a number, the project's."""

    delete_days_after_last_modification: Days | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        days = self.delete_days_after_last_modification
        cart.delete_days_after_last_modification = days or cart_setting("deleteDaysAfterLastModification", context)


@actions("setReservationExpirationInMinutes")
@dataclass(frozen=True)
class SetReservationExpirationInMinutes:
    """For all that is reserved, from now on."""

    reservation_expiration_in_minutes: Minutes

    def apply(self, cart: Cart) -> None:
        cart._reserve_minutes = self.reservation_expiration_in_minutes


@actions("setLocale")
@dataclass(frozen=True)
class SetLocale:
    locale: Locale | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        check_language(self.locale, context)
        cart.locale = self.locale


@actions("setPurchaseOrderNumber")
@dataclass(frozen=True)
class SetPurchaseOrderNumber:
    purchase_order_number: str | None = None

    def apply(self, cart: Cart) -> Iterator[Message]:
        if self.purchase_order_number != cart.purchase_order_number:
            old, cart.purchase_order_number = cart.purchase_order_number, self.purchase_order_number
            yield CartPurchaseOrderNumberSet(self.purchase_order_number, old)
