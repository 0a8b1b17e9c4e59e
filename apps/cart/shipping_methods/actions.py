"""What a client may do to a shipping method.

https://docs.commercetools.com/api/projects/shippingMethods#update-actions
"""

from dataclasses import dataclass

from apps.cart.shipping_methods.document import ShippingMethod
from apps.cart.shipping_methods.draft import Name
from apps.cart.shipping_methods.eligibility import check_predicate
from apps.cart.shipping_methods.rates import with_rate, with_zone, without_rate, without_zone
from common.resources.actions import Actions
from common.resources.families.custom_fields import custom_fields
from common.resources.families.stores import stores
from common.values.references import ToTaxCategory, ToZone
from common.values.shipping import ShippingRateDraft

actions = Actions(ShippingMethod)
actions.sets(
    changeActive="active",
    changeIsDefault="is_default",
    setCarrier="carrier",
    setDescription="description",
    setKey="key",
    setLocalizedDescription="localized_description",
    setLocalizedName="localized_name",
)
actions.include(custom_fields("shipping-method"), stores())


@actions("changeName")
@dataclass(frozen=True)
class ChangeName:
    name: Name

    def apply(self, method: ShippingMethod) -> None:
        method.name = self.name


@actions("setPredicate")
@dataclass(frozen=True)
class SetPredicate:
    predicate: str | None = None

    def apply(self, method: ShippingMethod) -> None:
        check_predicate(self.predicate)
        method.predicate = self.predicate


@actions("changeTaxCategory")
@dataclass(frozen=True)
class ChangeTaxCategory:
    tax_category: ToTaxCategory

    def apply(self, method: ShippingMethod) -> None:
        method.tax_category = self.tax_category.to_json()


@actions("addZone")
@dataclass(frozen=True)
class AddZone:
    zone: ToZone

    def apply(self, method: ShippingMethod) -> None:
        method.zone_rates = with_zone(method.zone_rates, self.zone)


@actions("removeZone")
@dataclass(frozen=True)
class RemoveZone:
    zone: ToZone

    def apply(self, method: ShippingMethod) -> None:
        method.zone_rates = without_zone(method.zone_rates, self.zone)


@actions("addShippingRate")
@dataclass(frozen=True)
class AddShippingRate:
    """A zone that the method does not have yet is added with its first rate."""

    zone: ToZone
    shipping_rate: ShippingRateDraft

    def apply(self, method: ShippingMethod) -> None:
        known = {each["zone"]["id"] for each in method.zone_rates}
        rates = method.zone_rates if self.zone.id in known else with_zone(method.zone_rates, self.zone)
        method.zone_rates = with_rate(rates, self.zone, self.shipping_rate)


@actions("removeShippingRate")
@dataclass(frozen=True)
class RemoveShippingRate:
    zone: ToZone
    shipping_rate: ShippingRateDraft

    def apply(self, method: ShippingMethod) -> None:
        method.zone_rates = without_rate(method.zone_rates, self.zone, self.shipping_rate)
