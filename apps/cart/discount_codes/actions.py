"""What a client may do to a discount code.

https://docs.commercetools.com/api/projects/discountCodes#update-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.discount_codes.document import DiscountCode
from apps.cart.discount_codes.draft import Applications
from apps.cart.discount_codes.messages import DiscountCodeKeySet
from common.resources.actions import Actions
from common.resources.families.custom_fields import custom_fields
from common.resources.families.validity import validity
from common.resources.messages import Message
from common.values.texts import Key

actions = Actions(DiscountCode)
actions.sets(
    changeCartDiscounts="cart_discounts",
    changeGroups="groups",
    changeIsActive="is_active",
    setCartPredicate="cart_predicate",
    setDescription="description",
    setName="name",
)
actions.include(custom_fields("discount-code"), validity)


@actions("setMaxApplications")
@dataclass(frozen=True)
class SetMaxApplications:
    """Orders placed before count, too."""

    max_applications: Applications | None = None

    def apply(self, code: DiscountCode) -> None:
        code.max_applications = self.max_applications


@actions("setMaxApplicationsPerCustomer")
@dataclass(frozen=True)
class SetMaxApplicationsPerCustomer:
    max_applications_per_customer: Applications | None = None

    def apply(self, code: DiscountCode) -> None:
        code.max_applications_per_customer = self.max_applications_per_customer


@actions("setKey")
@dataclass(frozen=True)
class SetKey:
    key: Key | None = None

    def apply(self, code: DiscountCode) -> Iterator[Message]:
        if self.key != code.key:
            old, code.key = code.key, self.key
            yield DiscountCodeKeySet(self.key, old)
