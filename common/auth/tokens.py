"""Bearer tokens: a signed JWT, base64url'd whole so that clients see one opaque word without dots.

flask-jwt-extended makes and reads them, so an app must have been prepared by ``install``. Session cookies
come from the same library and keys: the claim ``use`` keeps one from being taken for the other.
"""

import base64
import binascii
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

import jwt
from flask_jwt_extended import create_access_token, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException

from common.auth.principal import Principal
from common.auth.revocation import RECHECKED_AFTER_SECONDS, Revocations
from common.auth.scopes import Scopes
from common.errors import InvalidToken

API, SESSION = "api", "session"
"""Values of the claim ``use``."""

LONGEST = 12_000
"""Characters; a client with every scope there is gets a token of half that."""

_FORM = re.compile(r"[A-Za-z0-9_-]+")


@dataclass
class Token:
    """A token whose signature and times were right."""

    id: str
    principal: Principal
    issued_at: int
    """Seconds since the epoch, as is the next."""
    expires_at: int
    family: str | None = None
    """The refresh token it came from, if any."""
    checked_at: float = field(default=float("-inf"), compare=False)
    """When it was last seen not to be revoked, on the monotonic clock."""

    def revocable_by(self) -> list[str]:
        return [id for id in (self.id, self.principal.client_id, self.family) if id]


def issue(principal: Principal, valid_seconds: float, family: str | None = None) -> str:
    """A new token for the principal, as the client sees it."""
    of_project = f":{principal.project_key}"
    claims = {
        "use": API,
        "project": principal.project_key,
        # A hundred scopes would say the project's key a hundred times, and headers have a limit.
        "scope": " ".join(word.replace(of_project, "", 1) for word in principal.scopes.words),
        "customer": principal.customer_id,
        "anonymous": principal.anonymous_id,
        "family": family,
    }
    made = create_access_token(
        principal.client_id,
        expires_delta=timedelta(seconds=valid_seconds),
        additional_claims={name: value for name, value in claims.items() if value is not None},
    )
    return base64.urlsafe_b64encode(made.encode()).rstrip(b"=").decode()


def read(token: str) -> Token:
    """What a token says, its signature and times checked; InvalidToken if anything is amiss."""
    if len(token) > LONGEST or not _FORM.fullmatch(token):
        raise InvalidToken
    try:
        claims = decode_token(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii"))
    except (jwt.PyJWTError, JWTExtendedException, binascii.Error, ValueError):
        raise InvalidToken from None
    if claims.get("use") != API:
        raise InvalidToken
    project_key = claims["project"]
    principal = Principal(
        client_id=claims["sub"],
        project_key=project_key,
        scopes=Scopes(tuple(_whole(word, project_key) for word in claims["scope"].split())),
        customer_id=claims.get("customer"),
        anonymous_id=claims.get("anonymous"),
    )
    return Token(claims["jti"], principal, claims["iat"], claims["exp"], claims.get("family"))


def _whole(word: str, project_key: str) -> str:
    name, colon, store_key = word.partition(":")
    return f"{name}:{project_key}{colon}{store_key}"


class Verifier:
    """Reads tokens and remembers them until they expire: at most ``limit``, those unused longest go first."""

    def __init__(self, revocations: Revocations, limit: int = 10_000) -> None:
        self._revocations, self._limit = revocations, limit
        self._known: OrderedDict[str, Token] = OrderedDict()
        self._lock = threading.Lock()

    def verify(self, token: str, believed_seconds: float = RECHECKED_AFTER_SECONDS) -> Token:
        """The token, which is neither forged nor expired nor revoked; otherwise InvalidToken.

        That it is not revoked is believed for a moment before it is looked up again.
        """
        if believed := self.believed(token, believed_seconds):
            return believed
        known = self._remembered(token) or self._remember(token, read(token))
        now = time.monotonic()
        if self._revocations.any_of(known.principal.project_key, known.revocable_by()):
            self._forget(token)
            raise InvalidToken
        known.checked_at = now
        if known.expires_at <= time.time():
            raise InvalidToken
        return known

    def believed(self, token: str, believed_seconds: float = RECHECKED_AFTER_SECONDS) -> Token | None:
        """The token if all of that was seen a moment ago and it has not expired since; else ``verify`` must say."""
        known = self._remembered(token)
        if known is None or known.expires_at <= time.time():
            return None
        return known if time.monotonic() - known.checked_at < believed_seconds else None

    def _remembered(self, token: str) -> Token | None:
        with self._lock:
            if token in self._known:
                self._known.move_to_end(token)
            return self._known.get(token)

    def _forget(self, token: str) -> None:
        with self._lock:
            self._known.pop(token, None)

    def _remember(self, token: str, known: Token) -> Token:
        with self._lock:
            self._known[token] = known
            while len(self._known) > self._limit:
                self._known.popitem(last=False)
        return known
