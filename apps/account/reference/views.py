"""The pages below ``/docs/``. Nothing is loaded from anywhere else, and nothing written in a page runs."""

from importlib.resources import files

import flask
from flask import Response, send_from_directory

from apps.account.reference.whole import Whole

ASSETS = files("flask_swagger_ui").joinpath("dist")
PAGES = files("apps.account.reference").joinpath("pages")
A_DAY = 86_400
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'"
)

reference = flask.Blueprint("reference", __name__, url_prefix="/docs")
whole = Whole()


@reference.get("/openapi.json")
def openapi() -> Response:
    return Response(whole(), content_type="application/json")


@reference.get("/")
@reference.get("/<any('index.html', 'start.js'):name>", endpoint="page")
def page(name: str = "index.html") -> Response:
    return _ours(send_from_directory(str(PAGES), name, max_age=0))


@reference.get("/assets/<name>")
def asset(name: str) -> Response:
    return _ours(send_from_directory(str(ASSETS), name, max_age=A_DAY))


def _ours(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response
