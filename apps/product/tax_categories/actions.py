"""What a client may do to a tax category.

https://docs.commercetools.com/api/projects/taxCategories#update-actions
"""

from dataclasses import dataclass

from apps.product.tax_categories.document import TaxCategory
from apps.product.tax_categories.rates import TaxRateDraft, added, found
from common.resources.actions import Actions

actions = Actions(TaxCategory)

actions.sets(changeName="name", setDescription="description", setKey="key")


@actions("addTaxRate")
@dataclass(frozen=True)
class AddTaxRate:
    tax_rate: TaxRateDraft

    def apply(self, category: TaxCategory) -> None:
        category.rates = added(category.rates, self.tax_rate)


@actions("replaceTaxRate")
@dataclass(frozen=True)
class ReplaceTaxRate:
    """The new rate takes the place of the old one, under an id of its own."""

    tax_rate: TaxRateDraft
    tax_rate_id: str | None = None
    tax_rate_key: str | None = None

    def apply(self, category: TaxCategory) -> None:
        at = category.rates.index(found(category.rates, self.tax_rate_id, self.tax_rate_key))
        *others, new = added([*category.rates[:at], *category.rates[at + 1 :]], self.tax_rate)
        category.rates = [*others[:at], new, *others[at:]]


@actions("removeTaxRate")
@dataclass(frozen=True)
class RemoveTaxRate:
    tax_rate_id: str | None = None
    tax_rate_key: str | None = None

    def apply(self, category: TaxCategory) -> None:
        gone = found(category.rates, self.tax_rate_id, self.tax_rate_key)
        category.rates = [rate for rate in category.rates if rate is not gone]
