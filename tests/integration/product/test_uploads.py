"""Images of products, uploaded as they are."""

import struct
import zlib

import pytest

from common.settings import settings
from tests.support.catalogue import act, halves, messages_of


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height):
    rows = zlib.compress(b"".join(b"\x00" + b"\xff\x00\x00" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


RED = png(3, 2)


def uploads(api, product, data=RED, status=200, **parameters):
    answer = api.request("POST", f"products/{product['id']}/images", data=data, query_string=parameters)
    assert answer.status_code == status, answer.text
    return answer.get_json()


@pytest.fixture
def bowler(a_product):
    return a_product(masterVariant={"sku": "bowler"}, variants=[{"sku": "bowler-red"}])


def test_an_image_is_seen_where_its_address_says(api, bowler):
    seen = uploads(api, bowler, filename="red hat.PNG")
    current, staged = halves(seen)
    [image] = staged["masterVariant"]["images"]
    assert image["dimensions"] == {"w": 3, "h": 2}
    assert current["masterVariant"]["images"] == []
    assert messages_of(seen)[-1]["type"] == "ProductImageAdded"
    path = image["url"].removeprefix(settings().public_url)
    shown = api.client.get(path)
    assert (shown.data, shown.content_type) == (RED, "image/png")
    assert "immutable" in shown.headers["Cache-Control"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "red-hat-" in path
    assert api.client.get(path + "x").status_code == 404
    gone = act(api, seen, {"action": "removeImage", "variantId": 1, "imageUrl": image["url"]})
    assert halves(gone)[1]["masterVariant"]["images"] == []


def test_an_image_belongs_to_the_variant_that_is_named(api, bowler):
    uploads(api, bowler, sku="bowler-red")
    seen = uploads(api, bowler, variant=2, staged="false")
    current, staged = halves(seen)
    assert (len(current["variants"][0]["images"]), len(staged["variants"][0]["images"])) == (1, 2)


@pytest.mark.parametrize(
    ("data", "parameters"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", {}),
        (b"\x89PNG\r\n\x1a\n", {}),
        (b"", {}),
        (RED, {"variant": "9"}),
        (RED, {"sku": "no-such-sku"}),
        (RED, {"staged": "maybe"}),
    ],
)
def test_what_is_no_image_of_the_product_is_refused_and_not_kept(api, bowler, data, parameters):
    uploads(api, bowler, data, 400, **parameters)
    assert api.get(f"products/{bowler['id']}")["version"] == bowler["version"]


def test_a_large_image_is_refused(api, bowler):
    uploads(api, bowler, RED + b"\x00" * (10 * 1024 * 1024), status=413)
