"""Sessions of people at a browser: a signed cookie that scripts cannot read, and a record that ends with sign-out.

flask-jwt-extended sets and checks the cookie. Whatever changes something must also send the value of the cookie
``csrf_access_token`` in the header ``X-CSRF-TOKEN``, which another site's page cannot.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import jwt
from flask import Flask, Response, current_app, request
from flask_jwt_extended import (
    create_access_token,
    decode_token,
    get_jwt,
    set_access_cookies,
    unset_jwt_cookies,
    verify_jwt_in_request,
)
from flask_jwt_extended.exceptions import CSRFError, JWTExtendedException

from apps.account.collections import collection
from apps.account.users.document import Stored, user_by_id
from common.auth.tokens import SESSION
from common.errors import InvalidToken
from common.errors.access import AccessError
from common.settings import settings

LASTS = timedelta(hours=12)
COOKIE = "access_token_cookie"


@dataclass
class CsrfTokenMissing(AccessError):
    status: ClassVar[int] = 403

    def __str__(self) -> str:
        return "Send the value of the cookie csrf_access_token in the header X-CSRF-TOKEN."


def configure(app: Flask) -> None:
    secure = settings().public_url.startswith("https:")
    app.config.update(
        JWT_COOKIE_SECURE=secure,
        JWT_COOKIE_SAMESITE="Strict",
        JWT_COOKIE_CSRF_PROTECT=True,
        JWT_SESSION_COOKIE=False,
        # The prefix makes browsers insist on https and on this very host.
        JWT_ACCESS_COOKIE_NAME="__Host-access_token_cookie" if secure else COOKIE,
    )


def begin(response: Response, user: Stored) -> Response:
    """Sign the user in: always a new session; one that came with the request ends."""
    _forget_current()
    token = create_access_token(user["_id"], expires_delta=LASTS, additional_claims={"use": SESSION})
    record = {"_id": decode_token(token)["jti"], "userId": user["_id"], "expiresAt": datetime.now(UTC) + LASTS}
    collection("sessions").insert_one(record)
    set_access_cookies(response, token, max_age=int(LASTS.total_seconds()))
    return response


def end(response: Response) -> Response:
    _forget_current()
    unset_jwt_cookies(response)
    return response


def current_user() -> Stored:
    """Who is signed in; InvalidToken if nobody is."""
    try:
        verify_jwt_in_request(locations=["cookies"])
    except CSRFError:
        raise CsrfTokenMissing from None
    except (JWTExtendedException, jwt.PyJWTError):
        raise InvalidToken from None
    session = _session(get_jwt())
    user = session and user_by_id(session["userId"])
    if not user:
        raise InvalidToken
    return user


def _session(claims: dict[str, Any]) -> Stored | None:
    if claims.get("use") != SESSION:
        return None
    return collection("sessions").find_one({"_id": claims["jti"], "expiresAt": {"$gt": datetime.now(UTC)}})


def _forget_current() -> None:
    """End the session of the cookie that came with the request, if there is one."""
    cookie = request.cookies.get(current_app.config["JWT_ACCESS_COOKIE_NAME"])
    try:
        claims = decode_token(cookie) if cookie else {}
    except (JWTExtendedException, jwt.PyJWTError, InvalidToken):
        return
    if session := _session(claims):
        collection("sessions").delete_one({"_id": session["_id"]})
