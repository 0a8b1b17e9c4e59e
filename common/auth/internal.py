"""What services show each other on ``/internal/…``, which the gateway does not serve."""

import hashlib
import hmac
from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from flask import request

from common.errors import InvalidToken
from common.settings import settings

P = ParamSpec("P")
R = TypeVar("R")

HEADER = "X-Internal-Token"


def internal_headers() -> dict[str, str]:
    """The headers of a request to another service's internal route."""
    return {HEADER: _token(settings().internal_secrets[0])}


def internal_only(view: Callable[P, R]) -> Callable[P, R]:
    """Serve only other services of this installation; anybody else gets 401.

    While the secret is rotated, some services show the old one and some the new: both are believed.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        shown = request.headers.get(HEADER, "").encode()
        believed = [hmac.compare_digest(shown, _token(each).encode()) for each in settings().internal_secrets]
        if not any(believed):
            raise InvalidToken
        return view(*args, **kwargs)

    return guarded


@cache
def _token(secret: str) -> str:
    return hmac.new(secret.encode(), b"ms-commerce internal routes", hashlib.sha256).hexdigest()
