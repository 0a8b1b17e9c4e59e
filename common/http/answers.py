"""Responses as JSON bytes, without Flask's own serialiser."""

from typing import Any

from flask import Response

from common.wire.json import to_bytes


def answer(value: Any, status: int = 200) -> Response:
    return Response(to_bytes(value), status, mimetype="application/json")


def nothing(status: int = 200) -> Response:
    """The answer to HEAD: a status and no body."""
    return Response(status=status, mimetype="application/json")
