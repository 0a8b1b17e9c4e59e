"""Images of a variant."""

from dataclasses import dataclass
from typing import Any

from apps.product.products.actions.halves import OnVariant, Told, put
from apps.product.products.document import Product
from apps.product.products.images import check_images, position_of
from apps.product.products.messages import ProductImageAdded
from common.errors import InvalidInput
from common.resources.actions import Actions
from common.resources.context import Context
from common.values.variants import Image
from common.wire import dump
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class AddExternalImage(OnVariant):
    image: Image

    def on_variant(self, variant: Json, product: Product, context: Context) -> Told:
        added = dump(self.image)
        variant["images"] = check_images([*variant["images"], added])
        return [ProductImageAdded(variant["id"], added, self.staged)]


@dataclass(frozen=True, kw_only=True)
class OnImage(OnVariant):
    image_url: str

    def on_variant(self, variant: Json, product: Product, context: Context) -> None:
        images = list(variant["images"])
        image = images.pop(at := position_of(images, self.image_url))
        variant["images"] = self.on_image(image, at, images)

    def on_image(self, image: Json, at: int, others: list[Json]) -> list[Json]:
        """The images as they are afterwards; ``image`` stood at ``at`` among the others."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class RemoveImage(OnImage):
    def on_image(self, image: Json, at: int, others: list[Json]) -> list[Json]:
        return others


@dataclass(frozen=True, kw_only=True)
class MoveImageToPosition(OnImage):
    position: int

    def on_image(self, image: Json, at: int, others: list[Json]) -> list[Json]:
        if not 0 <= self.position <= len(others):
            raise InvalidInput(f"The position {self.position} is not between 0 and {len(others)}.")
        return [*others[: self.position], image, *others[self.position :]]


@dataclass(frozen=True, kw_only=True)
class SetImageLabel(OnImage):
    label: str | None = None

    def on_image(self, image: Json, at: int, others: list[Json]) -> list[Json]:
        labelled = dict(image)
        put(labelled, "label", self.label)
        return [*others[:at], labelled, *others[at:]]


def images(actions: Actions[Any]) -> None:
    actions("addExternalImage")(AddExternalImage)
    actions("moveImageToPosition")(MoveImageToPosition)
    actions("removeImage")(RemoveImage)
    actions("setImageLabel")(SetImageLabel)
