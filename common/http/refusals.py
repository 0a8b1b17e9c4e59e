"""Whatever goes wrong becomes one commercetools error body; nothing of our insides leaves the house.

https://docs.commercetools.com/api/errors
"""

import logging

from flask import Flask, Response, request
from kombu.exceptions import OperationalError
from pymongo.errors import AutoReconnect, ConnectionFailure, ExecutionTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from common import errors
from common.errors import ApiError, SeveralErrors, body_of
from common.http.answers import answer
from common.http.in_store import asked_path
from common.replicas import doubt

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    app.before_request(_without_doubt)
    app.register_error_handler(ApiError, refuse)
    app.register_error_handler(SeveralErrors, lambda several: refuse(*several.errors))
    app.register_error_handler(HTTPException, _of_werkzeug)
    app.register_error_handler(Exception, _unforeseen)
    for away in (AutoReconnect, ConnectionFailure, ExecutionTimeout):
        app.register_error_handler(away, _database_is_away)
    app.register_error_handler(OperationalError, _broker_is_away)


def _without_doubt() -> None:
    doubt.begin()


def refuse(*refusals: ApiError) -> Response:
    response = answer(body_of(*refusals), refusals[0].http_status)
    response.headers.update(refusals[0].headers)
    return response


def _of_werkzeug(problem: HTTPException) -> Response:
    match problem:
        case NotFound():
            return refuse(errors.UriNotFound(asked_path()))
        case MethodNotAllowed():
            return refuse(errors.MethodNotAllowed(request.method, asked_path()))
        case RequestEntityTooLarge():
            return refuse(errors.ContentTooLarge(request.max_content_length or 0))
        case _:
            refusal = errors.InvalidInput(problem.description or problem.name)
            return answer(body_of(refusal) | {"statusCode": problem.code or 400}, problem.code or 400)


def _database_is_away(problem: Exception) -> Response:
    log.warning("The database does not answer: %s", problem)
    return refuse(errors.OverCapacity("The service cannot reach its database."))


def _broker_is_away(problem: Exception) -> Response:
    """Or too much waits for its confirmation. A saga that was begun is sent later; the same request joins it."""
    log.warning("Kafka does not take what this needs to send: %s", problem)
    return refuse(errors.OverCapacity("This cannot be taken right now."))


def _unforeseen(problem: Exception) -> Response:
    """Ours to mend: the log has the trace, the client a correlation id to quote."""
    log.error("Unforeseen in %s %s", request.method, request.path, exc_info=problem)
    return refuse(errors.General())
