"""Uploading an image to a variant, and showing it.

https://docs.commercetools.com/api/projects/products#upload-product-image
"""

from typing import Any

import flask
from flask import Response, request
from flask_smorest import Blueprint

from apps.product.products import products
from apps.product.products.actions import actions
from apps.product.products.document import Product
from apps.product.uploads.kept import ROOT, address_of, forget, keep, rows
from apps.product.uploads.picture import Picture, picture
from common.auth.bearer import requires
from common.errors import ConcurrentModification, InvalidInput, UriNotFound
from common.http.answers import answer
from common.http.my_api import Sources, my_context
from common.http.paging import whole
from common.http.resource_api import load_or_refuse, shown
from common.openapi.operations import operation
from common.resources.context import Context
from common.resources.document import on_the_wire, stored
from common.resources.update import update
from common.wire.json import Json

MAX_BYTES = 10 * 1024 * 1024
MAX_VARIANT = 2**31 - 1
ATTEMPTS = 5
A_YEAR = "public, max-age=31536000, immutable"


def uploading(sources: Sources) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("uploads", __name__, url_prefix="/<project_key>/products")

    @routes.post("/<id>/images")
    @routes.doc(**operation("Upload an image to a variant", answers=Product, asks="filename variant sku staged"))
    @requires(*products.scopes.manage)
    def upload(project_key: str, id: str) -> Response:
        request.max_content_length = MAX_BYTES
        context = my_context(project_key, sources)
        load_or_refuse(products, {"id": id}, context)
        received = picture(request.get_data(cache=False))
        name = keep(received, project_key, request.args.get("filename"))
        try:
            product = _with_image(id, _image(received, address_of(project_key, name)), context)
        except Exception:
            forget(project_key, name)
            raise
        return answer(shown(products, on_the_wire(stored(product)), context))

    return routes


def _with_image(id: str, image: Json, context: Context) -> Any:
    """No version is given: a change that came in between is no reason to refuse."""
    given = {"action": "addExternalImage", "image": image, "staged": _staged(), **_variant()}
    for attempt in range(ATTEMPTS):
        product = load_or_refuse(products, {"id": id}, context)
        if "sku" not in given and "variantId" not in given:
            given["variantId"] = product.staged["masterVariant"]["id"]
        try:
            return update(products.type_id, product, product.version, [actions.read(given, "image")], context)
        except ConcurrentModification:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _image(received: Picture, url: str) -> Json:
    return {"url": url, "dimensions": {"w": received.width, "h": received.height}}


def _variant() -> Json:
    if "sku" in request.args:
        return {"sku": request.args["sku"]}
    return {"variantId": whole(request.args, "variant", 1, 1, MAX_VARIANT)} if "variant" in request.args else {}


def _staged() -> bool:
    text = request.args.get("staged", "true")
    if text not in ("true", "false"):
        raise InvalidInput("Malformed parameter: staged: Expected true or false.")
    return text == "true"


shown_to_all = flask.Blueprint("uploaded images", __name__, url_prefix=f"/{ROOT}")


@shown_to_all.get("/<owner>/<name>")
def image(owner: str, name: str) -> Response:
    found = rows().find_one({"_id": f"{owner}/{name}"})
    if found is None:
        raise UriNotFound(request.path)
    return Response(bytes(found["data"]), content_type=found["contentType"], headers={"Cache-Control": A_YEAR})
