"""Makes a Flask app able to verify tokens."""

from typing import Any

from flask import Flask
from flask_jwt_extended import JWTManager

from common.auth.bearer import EXTENSION
from common.auth.keys import ALGORITHM, PublishedKeys, VerificationKeys, from_account
from common.auth.revocation import Revocations
from common.auth.tokens import Verifier
from common.settings import settings

ISSUER = "ms-commerce"
CLOCK_SKEW_SECONDS = 10
"""How far the clocks of two machines may be apart before a fresh token is refused."""


def install(app: Flask, revocations: Revocations, keys: VerificationKeys | None = None) -> JWTManager:
    """Verify tokens with these revocations and keys; without keys, with those that account publishes."""
    app.config.update(
        JWT_ALGORITHM=ALGORITHM,
        JWT_ENCODE_ISSUER=ISSUER,
        JWT_DECODE_ISSUER=ISSUER,
        JWT_ENCODE_NBF=False,
        JWT_DECODE_LEEWAY=CLOCK_SKEW_SECONDS,
        JWT_TOKEN_LOCATION=["cookies"],  # bearer tokens are read by common.auth.bearer
    )
    known = keys or PublishedKeys(from_account(settings().service_url("account")))
    manager = JWTManager(app)

    @manager.decode_key_loader
    def public_key(header: dict[str, Any], claims: dict[str, Any]) -> Any:
        return known.key(str(header.get("kid")))

    app.extensions[EXTENSION] = Verifier(revocations)
    return manager
