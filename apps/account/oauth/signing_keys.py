"""The keys that sign tokens, kept in account's database so that all its processes share them.

Private halves are sealed with a key derived from ``INTERNAL_SECRET``: a copy of the database alone signs nothing. While
that secret is rotated there are two: either opens, and what the later one opened is sealed again with the first.
Rotation adds a key that is published at once and signs a little later; the one before stays published until the last
token it may have signed has expired.
"""

import secrets
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app, g
from flask_jwt_extended import JWTManager
from jwt.algorithms import OKPAlgorithm

from apps.account.api_clients.draft import LONGEST_ACCESS_SECONDS
from apps.account.collections import collection
from common.auth.keys import ALGORITHM, KEPT_SECONDS, PAUSE_SECONDS
from common.errors import InvalidToken
from common.settings import settings
from common.wire.json import Json

REREAD_SECONDS = 30
ROTATED_AFTER = timedelta(days=90)
PUBLISHED_BEFORE_SIGNING = timedelta(seconds=2 * KEPT_SECONDS)
NONCE_BYTES = 12
EXTENSION = "ms-commerce-signing-keys"


@dataclass(frozen=True)
class SigningKey:
    kid: str
    private: Ed25519PrivateKey | None  # None where it was sealed with another secret: then it only verifies
    published: Json
    signs_from: datetime
    sealed_with: str | None = field(default=None, repr=False)

    @property
    def public(self) -> Any:
        return OKPAlgorithm.from_jwk(self.published)


class KeyRing:
    """All keys that are published, remembered for a short while; makes the first when there is none."""

    def __init__(self) -> None:
        self._keys: list[SigningKey] = []
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def key(self, kid: str) -> Any:
        """The public key of that name (a ``common.auth.keys.VerificationKeys``)."""
        known = _named(kid, self._current())
        if known is None and time.monotonic() - self._read_at > PAUSE_SECONDS:
            known = _named(kid, self._reread())  # another process may have made it just now
        if known is None:
            raise InvalidToken
        return known.public

    def signing(self) -> SigningKey:
        """The newest key that may sign by now."""
        return _signing(self._current()) or _signing(self._reread()) or self._first()

    def published(self) -> Json:
        """Never none: who was told that there is no key would refuse the first token."""
        return {"keys": [key.published for key in self._current() or [self.signing()]]}

    def rotate(self, signs_from: datetime) -> SigningKey:
        """Add a key and let the others go when what they signed has gone."""
        added = _new_key(signs_from)
        gone = signs_from + timedelta(seconds=LONGEST_ACCESS_SECONDS)
        collection("signing_keys").update_many(
            {"_id": {"$ne": added.kid}, "expiresAt": None}, {"$set": {"expiresAt": gone}}
        )
        self._reread()
        return added

    def withdraw(self, kid: str) -> bool:
        """Publish this key no more, at once: what it signed ends everywhere within ``KEPT_SECONDS``. Whether it was
        there.
        """
        gone = collection("signing_keys").delete_one({"_id": kid}).deleted_count == 1
        self._reread()
        return gone

    def all(self) -> list[SigningKey]:
        """Every key that is published, oldest first."""
        return sorted(self._reread(), key=lambda key: key.signs_from)

    def rotate_if_old(self) -> bool:
        """For a daily task: whether a new key was made."""
        newest = max((key.signs_from for key in self._reread()), default=None)
        if newest is None or newest > datetime.now(UTC) - ROTATED_AFTER:
            return False
        self.rotate(datetime.now(UTC) + PUBLISHED_BEFORE_SIGNING)
        return True

    def _current(self) -> list[SigningKey]:
        if time.monotonic() - self._read_at > REREAD_SECONDS:
            self._reread()
        return self._keys

    def _reread(self) -> list[SigningKey]:
        with self._lock:
            kept = collection("signing_keys").find(
                {"$or": [{"expiresAt": None}, {"expiresAt": {"$gt": datetime.now(UTC)}}]}
            )
            self._keys = [_opened(one) for one in kept]
            if self._read_at == float("-inf"):  # once per process: two kinds of them run side by side in a rollout
                _sealed_again(self._keys)
            self._read_at = time.monotonic()
            return self._keys

    def _first(self) -> SigningKey:
        # Two processes may both get here: then there are two keys, both published, and that is fine.
        first = _new_key(datetime.now(UTC))
        self._reread()
        return first


def sign_with(app: Flask, keys: KeyRing) -> None:
    """Have flask-jwt-extended sign with the ring's current key and name it in the token."""
    app.extensions[EXTENSION] = keys
    manager: JWTManager = app.extensions["flask-jwt-extended"]
    manager.encode_key_loader(lambda identity: _of_this_request(keys).private)
    manager.additional_headers_loader(lambda identity: {"kid": _of_this_request(keys).kid})


def _of_this_request(keys: KeyRing) -> SigningKey:
    """One key per request: a new one may begin to sign between the name in the token's head and its signature."""
    if "signing_key" not in g:
        g.signing_key = keys.signing()
    signing: SigningKey = g.signing_key
    return signing


def keys_of_this_app() -> KeyRing:
    keys: KeyRing = current_app.extensions[EXTENSION]
    return keys


def _named(kid: str, keys: Iterable[SigningKey]) -> SigningKey | None:
    return next((key for key in keys if key.kid == kid), None)


def _signing(keys: Iterable[SigningKey]) -> SigningKey | None:
    ready = [key for key in keys if key.private and key.signs_from <= datetime.now(UTC)]
    return max(ready, key=lambda key: (key.signs_from, key.kid), default=None)


def _new_key(signs_from: datetime) -> SigningKey:
    kid, private = str(uuid4()), Ed25519PrivateKey.generate()
    public = OKPAlgorithm.to_jwk(private.public_key(), as_dict=True)
    published = {**public, "kid": kid, "alg": ALGORITHM, "use": "sig"}
    collection("signing_keys").insert_one(
        {"_id": kid, "published": published, "sealed": _sealed(kid, private), "signsFrom": signs_from}
    )
    return SigningKey(kid, private, published, signs_from)


def _opened(kept: Json) -> SigningKey:
    nonce, sealed = kept["sealed"][:NONCE_BYTES], kept["sealed"][NONCE_BYTES:]
    for secret in settings().internal_secrets:
        with suppress(InvalidTag):
            raw = _seal(secret).decrypt(nonce, sealed, kept["_id"].encode())
            private = Ed25519PrivateKey.from_private_bytes(raw)
            return SigningKey(kept["_id"], private, kept["published"], kept["signsFrom"], secret)
    return SigningKey(kept["_id"], None, kept["published"], kept["signsFrom"])


def _sealed_again(keys: Iterable[SigningKey]) -> None:
    """With the secret that will be left when a rotation is over."""
    current = settings().internal_secrets[0]
    for key in keys:
        if key.private and key.sealed_with != current:
            sealed = {"sealed": _sealed(key.kid, key.private)}
            collection("signing_keys").update_one({"_id": key.kid}, {"$set": sealed})


def _sealed(kid: str, private: Ed25519PrivateKey) -> bytes:
    raw = private.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _seal(settings().internal_secrets[0]).encrypt(nonce, raw, kid.encode())


def _seal(secret: str) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"ms-commerce signing keys").derive(secret.encode()))
