"""Images of a variant, told apart by their addresses."""

from collections import Counter

from common.errors import DuplicateField, InvalidInput
from common.wire.json import Json

Images = list[Json]


def check_images(images: Images) -> Images:
    """The images, if no address stands there twice."""
    for url, times in Counter(image["url"] for image in images).items():
        if times > 1:
            raise DuplicateField("url", url)
    return images


def position_of(images: Images, url: str) -> int:
    for position, image in enumerate(images):
        if image["url"] == url:
            return position
    raise InvalidInput(f"The variant has no image '{url}'.")
