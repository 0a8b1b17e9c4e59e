"""Products: what is sold, in two halves. ``current`` is what shoppers see, ``staged`` what is being worked on.

https://docs.commercetools.com/api/projects/products
"""

from typing import Any, ClassVar

from mongoengine import IntField

from apps.product.product_discounts.noted_prices import leave_notes
from apps.product.product_discounts.prices import discounted, discounts_in_force
from apps.product.products.catalog import PriceMode, ProductCatalogData, ProductKey
from apps.product.products.constraints import check_half
from apps.product.products.variants import variants_of
from common.resources.document import JsonField, Resource, on_the_wire, stored
from common.resources.unique import Unique
from common.values.references import ToProductType, ToState, ToTaxCategory
from common.wire.json import Json

HALVES = ("staged", "current")


class Product(Resource):
    meta: ClassVar = {"collection": "products", "db_alias": "product"}
    unique: ClassVar = (Unique("key"), Unique("_slugs", "slug.{}"), Unique("_skus", "sku"))
    indexed: ClassVar = (
        "productType.id",
        "taxCategory.id",
        "state.id",
        *(
            f"masterData.{half}.{path}"
            for half in HALVES
            for path in ("categories.id", "masterVariant.sku", "variants.sku")
        ),
    )

    key = JsonField(ProductKey)
    product_type = JsonField(ToProductType, required=True)
    master_data = JsonField(ProductCatalogData, required=True)
    tax_category = JsonField(ToTaxCategory)
    state = JsonField(ToState)
    price_mode = JsonField(PriceMode, default="Embedded")
    _slugs = JsonField(list)  # "en:hats", of both halves: unique per locale in the project
    _skus = JsonField(list)  # of both halves: unique in the project
    _last_variant_id = IntField(default=0)  # ids of variants rise and are never used again

    @property
    def current(self) -> Json:
        half: Json = self.master_data["current"]
        return half

    @property
    def staged(self) -> Json:
        half: Json = self.master_data["staged"]
        return half

    def halves(self, only_staged: bool) -> tuple[Json, ...]:
        """The halves that an action touches."""
        return (self.staged,) if only_staged else (self.staged, self.current)

    def next_variant_id(self) -> int:
        self._last_variant_id += 1
        return self._last_variant_id

    def settle(self, context: Any) -> None:
        discounts = discounts_in_force(context.project_key, context.now)
        self.master_data, _ = discounted(on_the_wire(stored(self)), discounts, context)
        both = (self.staged, self.current)
        for half in both:
            check_half(half, self.product_type["id"], context)
        # None, not an empty array: a unique index would take two products without a sku for duplicates.
        self._slugs = sorted({f"{locale}:{slug}" for half in both for locale, slug in half["slug"].items()}) or None
        self._skus = sorted({each["sku"] for half in both for each in variants_of(half) if "sku" in each}) or None
        self.master_data = {**self.master_data, "hasStagedChanges": self.staged != self.current}
        if discounts and self._skus and self.price_mode == "Standalone":
            leave_notes(context.project_key, self._skus)
