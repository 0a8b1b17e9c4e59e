"""``/api/products/openapi.json``: what one service serves, for machines."""

from functools import cache

import orjson
from apispec import APISpec
from flask import Blueprint, Response

from common.openapi.described import describe_security, described


def openapi_routes(spec: APISpec, path: str) -> Blueprint:
    describe_security(spec)
    routes = Blueprint("openapi", __name__)
    text = cache(lambda: orjson.dumps(described(spec)))  # once it is asked for: most processes never are

    @routes.get(path)
    def openapi() -> Response:
        return Response(text(), content_type="application/json")

    return routes
