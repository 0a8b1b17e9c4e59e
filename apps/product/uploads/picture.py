"""What an uploaded file is, by its own first bytes: what the client calls it is not believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import imagesize

from common.errors import InvalidInput

BEGINNINGS: Mapping[bytes, tuple[str, str]] = {
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"GIF87a": ("image/gif", "gif"),
    b"GIF89a": ("image/gif", "gif"),
}
"""First bytes → content type, file extension."""


@dataclass(frozen=True)
class Picture:
    """Width and height in pixels."""

    data: bytes
    content_type: str
    extension: str
    width: int
    height: int


def picture(data: bytes) -> Picture:
    """InvalidInput for what is no JPEG, PNG or GIF."""
    for beginning, (content_type, extension) in BEGINNINGS.items():
        if data.startswith(beginning):
            width, height = imagesize.get(BytesIO(data))
            if width > 0 and height > 0:
                return Picture(data, content_type, extension, int(width), int(height))
    raise InvalidInput("The body is no JPEG, PNG or GIF image.")
