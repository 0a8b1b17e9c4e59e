"""A service as the web server runs it: what it writes is told at once, and tokens revoked elsewhere end here too."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from celery import Celery
from flask import Flask

from common.auth.keys import PublishedKeys, from_account
from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.http.app import create_app
from common.kafka import expect_to_send
from common.replicas.recheck import Neighbours
from common.replicas.revocations import ReplicatedRevocations
from common.service import Service
from common.settings import settings


def web_app(service: Service, neighbours: Neighbours, celery: Celery | None = None) -> Flask:
    """For ``wsgi.py``: the app of a service that hears of revocations from its neighbour account."""
    keys = PublishedKeys(from_account(settings().service_url("account")))
    keys.fetch_soon()
    app = create_app(service, ReplicatedRevocations(neighbours.replicas), keys=keys)
    return join(app, service.name, celery)


def join(app: Flask, service: str, celery: Celery | None = None) -> Flask:
    """Connect an app with the broker: from now on every write of this process is published."""
    celery = celery or make_celery(service)
    publish_writes(service, celery)
    get_ready_with_the_first_request(app, celery)
    return app


def get_ready_with_the_first_request(app: Flask, celery: Celery) -> None:
    """Which asks whether the process is ready: whoever sends later waits for nothing. Merely importing an app connects
    nothing.
    """
    answer = app.wsgi_app

    def first(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        app.wsgi_app = answer  # type: ignore[method-assign]
        expect_to_send(celery)
        celery.backend  # noqa: B018 (to look for it takes a tenth of a second)
        return answer(environ, start_response)

    app.wsgi_app = first  # type: ignore[method-assign]
