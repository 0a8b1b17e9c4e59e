"""One Flask app from a service's table of contents."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Flask, Response, request
from flask_smorest import Api
from flask_smorest import Blueprint as DescribedBlueprint
from werkzeug.exceptions import HTTPException

from common import database
from common.auth import installed
from common.auth.revocation import Revocations
from common.errors import UriNotFound
from common.http import browsers, in_store, refusals, straight
from common.http.resource_api import resource_api
from common.observability import observe, tracing
from common.observability.answers import broker_answers
from common.observability.health import Check
from common.openapi.routes import openapi_routes
from common.openapi.schemas import WirePlugin
from common.replicas.routes import internal_routes
from common.resources.write import MAX_BYTES
from common.service import Service
from common.services import table
from common.settings import settings

CHUNK_BYTES = 64 * 1024


def create_app(
    service: Service, revocations: Revocations, ready: Mapping[str, Check] | None = None, **auth: Any
) -> Flask:
    """The service's app, connected to its own database.

    ``ready`` are checks beside the database's and the broker's; ``auth`` goes to
    ``common.auth.installed.install``.
    """
    tracing.start(service.name)  # before it connects: a client of MongoDB is watched from its beginning or never
    app = Flask(service.name)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BYTES,
        API_TITLE=f"ms-commerce {service.name}",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
    )
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # a path with two is another, and there is none
    app.json.sort_keys = False  # type: ignore[attr-defined]
    database.connect(service.name)
    observe(
        app,
        service.name,
        ready={
            "database": lambda: database.ping(service.name),
            "broker": broker_answers(settings().kafka.client_config()),
            **(ready or {}),
        },
        health_path=table()[service.name].health,
        level=settings().log_level,
    )
    installed.install(app, revocations, **auth)
    api = Api(app, spec_kwargs={"marshmallow_plugin": WirePlugin()})
    for blueprint in (*service.blueprints, *(resource_api(card, service) for card in service.resources)):
        (api if isinstance(blueprint, DescribedBlueprint) else app).register_blueprint(blueprint)
    in_store.install(app, service.in_store)
    app.extensions["openapi"] = api.spec
    app.register_blueprint(openapi_routes(api.spec, table()[service.name].openapi))
    refusals.install(app)  # after flask-smorest, whose own handler speaks another dialect
    app.register_blueprint(internal_routes({card.type_id: card.document for card in service.cards}))
    app.before_request(_no_word_is_an_id)
    browsers.install(app)
    app.after_request(_heard_out)
    straight.install(app, service)
    return app


NEVER_IDS = ("search", "suggest", "edits", "quotes", "matching-orderedit")
"""What the API has where ids stand; who does not serve it has no such path."""


def _no_word_is_an_id() -> None:
    if (request.view_args or {}).get("id") in NEVER_IDS:
        raise UriNotFound(request.path)


def _heard_out(response: Response) -> Response:
    """Read what a refused request still has to say. A server that answers and hangs up while the gateway is sending
    makes the gateway say 503, where the client should hear 401 and get a new token.
    """
    with suppress(HTTPException):  # longer than we read at all, or its client has left
        while request.stream.read(CHUNK_BYTES):
            pass
    return response
