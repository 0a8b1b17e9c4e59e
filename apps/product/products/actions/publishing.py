"""Between the halves: what was worked on becomes what shoppers see, or is given up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.product.products.document import Product
from apps.product.products.draft import copied
from apps.product.products.messages import (
    ProductPublished,
    ProductRevertedStagedChanges,
    ProductUnpublished,
    PublishScope,
)
from apps.product.products.projection import projection_of
from apps.product.products.variants import variants_of
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.document import on_the_wire, stored
from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class Publish:
    """With the scope ``Prices`` only the prices of variants that are in both halves, of a published product."""

    scope: PublishScope = "All"

    def apply(self, product: Product, context: Context) -> Iterator[Message]:
        if self.scope == "All":
            _set(product, published=True, current=copied(product.staged))
        elif product.master_data["published"]:
            _publish_prices(product)
        else:
            raise InvalidOperation("Only of a published product the prices alone can be published.")
        yield ProductPublished(product_projection=_projection(product, context), scope=self.scope)


@dataclass(frozen=True)
class Unpublish:
    def apply(self, product: Product) -> Iterator[Message]:
        if product.master_data["published"]:
            _set(product, published=False)
            yield ProductUnpublished()


@dataclass(frozen=True)
class RevertStagedChanges:
    def apply(self, product: Product) -> Iterator[Message]:
        if product.staged != product.current:
            _set(product, staged=copied(product.current))
            yield ProductRevertedStagedChanges()


def _publish_prices(product: Product) -> None:
    staged = {variant["id"]: copied(variant)["prices"] for variant in variants_of(product.staged)}
    for variant in variants_of(product.current):
        variant["prices"] = staged.get(variant["id"], variant["prices"])


def _set(product: Product, **changes: Any) -> None:
    product.master_data = {**product.master_data, **changes}


def _projection(product: Product, context: Context) -> Json:
    """The current one as it will be once this action has raised the version."""
    projection = projection_of(on_the_wire(stored(product)), "current")
    changed = product.staged != product.current
    return projection | {
        "hasStagedChanges": changed,
        "version": product.version + 1,
        "lastModifiedAt": context.now,
    }


def publishing(actions: Actions[Any]) -> None:
    actions("publish")(Publish)
    actions("revertStagedChanges")(RevertStagedChanges)
    actions("unpublish")(Unpublish)
