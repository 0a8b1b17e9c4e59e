"""The account service as a Flask app: besides verifying tokens it signs them, and it has sessions."""

from flask import Flask

from apps.account.oauth.revocation import OwnRevocations
from apps.account.oauth.signing_keys import KeyRing, sign_with
from apps.account.service import service
from apps.account.users import sessions
from common.http.app import create_app


def make_app() -> Flask:
    keys = KeyRing()
    app = create_app(service, OwnRevocations(), keys=keys)
    sessions.configure(app)
    sign_with(app, keys)
    return app
