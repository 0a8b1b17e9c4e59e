"""A client of one service: real tokens, a real database, Flask's own test client instead of a socket.

    api = Api(app)
    hats = api.post("categories", {"name": {"en": "Hats"}, "slug": {"en": "hats"}})
    caps = api.update("categories", hats, {"action": "changeName", "name": {"en": "Caps"}})

Every method expects success and returns the JSON; ``refused`` expects an error and returns its body. Whatever is
answered is held against the reference (tests/support/contract.py).
"""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask_jwt_extended import JWTManager

from common.auth import tokens
from common.auth.principal import Principal
from common.auth.revocation import NothingRevoked
from common.auth.scopes import Scopes
from common.http.app import create_app
from common.resources.indexes import build
from common.service import Service
from tests.support.contract import Exchange, assert_as_agreed

PROJECT = "shop"
Json = dict[str, Any]


class TestKeys:
    """A signing key of the tests' own."""

    __test__ = False

    def __init__(self) -> None:
        self.private = Ed25519PrivateKey.generate()

    def key(self, kid: str) -> Any:
        return self.private.public_key()


KEYS = TestKeys()


_apps: dict[int, tuple[Service, Flask]] = {}


def app_of(service: Service) -> Flask:
    """The service's app on the test's database, its indexes built, ready to issue tokens itself.

    Made once per session for each service: it keeps nothing between tests, and takes longer than many of them.
    """
    if id(service) not in _apps:
        app = create_app(service, NothingRevoked(), keys=KEYS)
        issuing(app)
        for _ in build(service):
            pass
        _apps[id(service)] = service, app
    return _apps[id(service)][1]


def issuing(app: Flask) -> None:
    """Let this app sign tokens, as account's does."""
    manager: JWTManager = app.extensions["flask-jwt-extended"]
    manager.encode_key_loader(lambda _: KEYS.private)
    manager.additional_headers_loader(lambda _: {"kid": "test"})


class Api:
    """What a client with these permissions can do in one project."""

    def __init__(self, app: Flask, *permissions: str, project: str = PROJECT, **who: str) -> None:
        self.app, self.project = app, project
        self.client = app.test_client()
        scopes = Scopes(tuple(f"{name}:{project}" for name in permissions or ("manage_project",)))
        with app.app_context():
            self.token = tokens.issue(Principal("test-client", project, scopes, **who), 3600)

    def request(self, method: str, path: str, **options: Any) -> Any:
        """The bare response, whatever it is, as long as the reference knows it."""
        response = self.bare(method, path, **options)
        received = response.get_json(silent=True)
        assert_as_agreed(Exchange(method, response.request.path, options.get("json"), response.status_code, received))
        return response

    def bare(self, method: str, path: str, **options: Any) -> Any:
        """The response to what the reference does not know of."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(f"/{self.project}/{path}".rstrip("/"), method=method, headers=headers, **options)

    def get(self, path: str, **parameters: Any) -> Json:
        return self._wanted(200, "GET", path, query_string=parameters)

    def post(self, path: str, body: Any, status: int = 201, **parameters: Any) -> Json:
        return self._wanted(status, "POST", path, json=body, query_string=parameters)

    def update(self, path: str, resource: Json, *actions: Json) -> Json:
        body = {"version": resource["version"], "actions": list(actions)}
        return self._wanted(200, "POST", f"{path}/{resource['id']}", json=body)

    def delete(self, path: str, resource: Json) -> Json:
        return self._wanted(200, "DELETE", f"{path}/{resource['id']}", query_string={"version": resource["version"]})

    def head(self, path: str, **parameters: Any) -> int:
        return int(self.request("HEAD", path, query_string=parameters).status_code)

    def refused(self, status: int, method: str, path: str, **options: Any) -> Json:
        return self._wanted(status, method, path, **options)

    def _wanted(self, status: int, method: str, path: str, **options: Any) -> Json:
        response = self.request(method, path, **options)
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text}"
        body: Json = response.get_json()
        return body
