"""What a bearer token looks like, and when it is believed."""

import base64
import threading
import time
from collections.abc import Iterator

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask_jwt_extended import create_access_token
from jwt.algorithms import OKPAlgorithm

from common.auth import Principal, Scopes, current_principal, install, requires
from common.auth import tokens as bearer
from common.auth.bearer import EXTENSION
from common.auth.keys import PublishedKeys
from common.auth.scopes import NAMES
from common.auth.tokens import Verifier
from common.errors import ApiError, InsufficientScope, InvalidToken, OverCapacity
from common.http.in_store import Shortened
from tests.support.waiting import wait_until

READER = Principal("client-1", "shop", Scopes(("view_products:shop",)))


class Revoked(set[str]):
    """What was revoked, and how often somebody looked."""

    looked = 0

    def any_of(self, project_key, ids):
        self.looked += 1
        return bool(self & set(ids))


class OneKey:
    def __init__(self):
        self.private = Ed25519PrivateKey.generate()

    def key(self, kid):
        if kid != "k1":
            raise InvalidToken
        return self.private.public_key()


@pytest.fixture
def revoked() -> Revoked:
    return Revoked()


@pytest.fixture
def app(revoked) -> Iterator[Flask]:
    app, keys = Flask(__name__), OneKey()
    manager = install(app, revoked, keys)
    manager.encode_key_loader(lambda _: keys.private)
    manager.additional_headers_loader(lambda _: {"kid": "k1"})

    app.wsgi_app = Shortened(app.wsgi_app)

    @app.get("/<project_key>/products")
    @requires("view_products")
    def products(project_key):
        return {"client": current_principal().client_id}

    @app.errorhandler(ApiError)
    def refused(error):
        return {"code": error.code, "message": str(error)}, error.status

    with app.app_context():
        yield app


def wrapped(encoded):
    return base64.urlsafe_b64encode(encoded.encode()).decode().rstrip("=")


def answer(app, token, path="/shop/products"):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return app.test_client().get(path, headers=headers)


def test_a_token_is_one_opaque_word(app):
    assert bearer.issue(READER, 60).replace("-", "").replace("_", "").isalnum()


def test_a_token_says_who_it_was_given_to(app):
    shopper = Principal("c", "shop", Scopes(("manage_my_orders:shop:berlin",)), customer_id=":shop", anonymous_id=None)
    assert bearer.read(bearer.issue(shopper, 60)).principal == shopper


def test_a_token_with_every_scope_fits_into_a_header(app):
    everything = Scopes(tuple(f"{name}:a-shop-with-a-long-name-of-36-chars--" for name in sorted(NAMES)))
    long = bearer.issue(Principal("c", "a-shop-with-a-long-name-of-36-chars--", everything), 60)
    assert len(long) < 8_000
    assert bearer.read(long).principal.scopes == everything


def test_a_token_opens_what_it_is_for(app):
    assert answer(app, bearer.issue(READER, 60)).json == {"client": "client-1"}


@pytest.mark.parametrize("token", [None, "", "x", "unknown-token", "a" * 20_000, "YQ", "e30.e30.e30", "Zm9v\u00e9"])
def test_what_nobody_issued_is_refused(app, token):
    refused = answer(app, token)
    assert (refused.status_code, refused.json["code"]) == (401, "invalid_token")


def test_a_changed_token_is_refused(app):
    token = bearer.issue(READER, 60)
    middle = len(token) // 2
    forged = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    assert answer(app, forged).status_code == 401


def test_a_token_without_a_signature_is_refused(app):
    claims = {
        "sub": "c",
        "project": "shop",
        "scope": "manage_project",
        "use": "api",
        "jti": "x",
        "iss": "ms-commerce",
    }
    unsigned = jwt.encode(claims | {"exp": time.time() + 60, "iat": 0}, None, algorithm="none", headers={"kid": "k1"})
    assert answer(app, wrapped(unsigned)).status_code == 401


def test_a_session_cookie_is_no_bearer_token(app):
    session = create_access_token("user", additional_claims={"use": bearer.SESSION, "project": "shop", "scope": ""})
    assert answer(app, wrapped(session)).status_code == 401


def test_an_expired_token_is_refused(app):
    assert answer(app, bearer.issue(READER, -60)).status_code == 401


def test_a_remembered_token_is_refused_when_its_time_is_over(app, monkeypatch):
    token = bearer.issue(READER, 60)
    assert answer(app, token).status_code == 200
    monkeypatch.setattr(bearer.time, "time", lambda: time.monotonic() + 10**10)
    assert answer(app, token).status_code == 401


def test_a_token_of_another_project_is_forbidden(app):
    refused = answer(app, bearer.issue(READER, 60), "/other-shop/products")
    assert (refused.status_code, refused.json["code"]) == (403, "insufficient_scope")


def test_a_token_for_something_else_is_forbidden_and_told_what_is_missing(app):
    refused = answer(app, bearer.issue(Principal("c", "shop", Scopes(("view_orders:shop",))), 60))
    assert refused.status_code == 403
    assert "view_products:shop" in refused.json["message"]


def test_a_token_for_one_store_opens_that_store_only(app):
    token = bearer.issue(Principal("c", "shop", Scopes(("view_products:shop:berlin",))), 60)
    assert answer(app, token, "/shop/in-store/key=berlin/products").status_code == 200
    assert answer(app, token, "/shop/in-store/key=paris/products").status_code == 403
    assert answer(app, token).status_code == 403


@pytest.mark.parametrize("what", ["token", "client", "family"])
def test_what_was_revoked_is_refused_though_it_was_remembered(app, revoked, what):
    text = bearer.issue(READER, 60, family="f-1")
    verifier: Verifier = app.extensions[EXTENSION]
    token = verifier.verify(text)
    revoked.add({"token": token.id, "client": "client-1", "family": "f-1"}[what])
    token.checked_at -= 60
    assert answer(app, text).status_code == 401


def test_a_busy_token_is_not_looked_up_at_every_request(app, revoked):
    token = bearer.issue(READER, 60)
    for _ in range(20):
        assert answer(app, token).status_code == 200
    assert revoked.looked <= 2


def test_only_so_many_tokens_are_remembered(app, revoked):
    verifier = Verifier(revoked, limit=3)
    for _ in range(5):
        verifier.verify(bearer.issue(READER, 60))
    assert len(verifier._known) == 3


def test_a_permission_nobody_knows_is_an_error_at_import():
    with pytest.raises(ValueError, match="view_prodcuts"):
        requires("view_prodcuts")


class Account:
    """Publishes keys, or is down; counts how often it was asked."""

    def __init__(self, **keys):
        self.keys, self.asked, self.down = keys, 0, False

    def __call__(self):
        self.asked += 1
        if self.down:
            raise ValueError("no answer")
        return {"keys": [_jwk(kid, private) for kid, private in self.keys.items()]}


def _jwk(kid, private):
    return OKPAlgorithm.to_jwk(private.public_key(), as_dict=True) | {
        "kid": kid,
        "alg": "EdDSA",
        "use": "sig",
    }


def test_a_new_key_is_fetched_when_a_token_names_it():
    account = Account(old=Ed25519PrivateKey.generate())
    now = [0.0]
    keys = PublishedKeys(account, clock=lambda: now[0])
    keys.key("old")
    account.keys["new"] = Ed25519PrivateKey.generate()
    now[0] += 10
    assert keys.key("new")
    assert keys.key("old")


def test_invented_key_names_do_not_storm_account():
    account = Account(k1=Ed25519PrivateKey.generate())
    keys = PublishedKeys(account, clock=lambda: 0.0)
    for n in range(50):
        with pytest.raises(InvalidToken):
            keys.key(f"invented-{n}")
    assert account.asked == 1


def test_known_keys_outlive_an_account_that_is_down():
    account = Account(k1=Ed25519PrivateKey.generate())
    now = [0.0]
    keys = PublishedKeys(account, clock=lambda: now[0])
    keys.key("k1")
    account.down, now[0] = True, 10_000.0
    assert keys.key("k1")


def test_a_withdrawn_key_is_forgotten():
    account = Account(k1=Ed25519PrivateKey.generate(), k2=Ed25519PrivateKey.generate())
    now = [0.0]
    keys = PublishedKeys(account, clock=lambda: now[0])
    keys.key("k1")
    del account.keys["k1"]
    now[0] += 301
    with pytest.raises(InvalidToken):
        keys.key("k1")


def test_one_who_refreshes_the_keys_is_enough():
    account, now, asked = Account(k1=Ed25519PrivateKey.generate()), [0.0], threading.Event()
    keys = PublishedKeys(account, clock=lambda: now[0])
    keys.key("k1")
    now[0] += 301
    answered = threading.Event()
    keys._fetch = lambda: (asked.set(), answered.wait(10), account())[-1]
    refreshing = threading.Thread(target=keys.key, args=("k1",))
    refreshing.start()
    assert asked.wait(10)
    assert keys.key("k1"), "not held up by an account that takes its time"
    answered.set()
    refreshing.join()


def test_keys_are_here_before_anybody_asks():
    account = Account(k1=Ed25519PrivateKey.generate())
    keys = PublishedKeys(account)
    keys.fetch_soon()
    wait_until(lambda: account.asked == 1)
    assert keys.key("k1")
    assert account.asked == 1


def test_without_any_key_the_answer_is_to_come_back_later():
    account = Account()
    account.down = True
    with pytest.raises(OverCapacity):
        PublishedKeys(account, clock=lambda: 0.0).key("k1")


def test_insufficient_scope_names_every_scope_that_would_do():
    assert "a:shop, b:shop" in str(InsufficientScope(("a:shop", "b:shop")))
