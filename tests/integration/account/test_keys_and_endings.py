"""Signing keys that come and go, and what ends by the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from apps.account.api_clients.document import ApiClient
from apps.account.collections import collection
from apps.account.forgetting import end_what_is_over
from apps.account.oauth.revocation import Revocation, revoke
from apps.account.oauth.signing_keys import EXTENSION, KeyRing
from common.errors import InvalidToken
from common.resources.document import collection_of
from common.settings import settings

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def keys(app):
    return app.extensions[EXTENSION]


def published_ids(keys):
    return {key["kid"] for key in keys.published()["keys"]}


def test_tokens_of_the_old_key_and_the_new_are_both_believed(program, keys):
    old = program.token()
    keys.rotate(signs_from=datetime.now(UTC))
    new = program.token()
    assert len(published_ids(keys)) == 2
    assert [program.get("/shop", token=token)["key"] for token in (old, new)] == ["shop", "shop"]


def test_a_new_key_is_published_before_it_signs(app, keys):
    signing = keys.signing().kid
    coming = keys.rotate(signs_from=datetime.now(UTC) + timedelta(minutes=10)).kid
    assert keys.signing().kid == signing
    assert published_ids(keys) == {signing, coming}


def test_a_key_is_withdrawn_when_what_it_signed_has_expired(app, keys):
    old = keys.signing().kid
    new = keys.rotate(signs_from=LONG_AGO).kid
    assert published_ids(keys) == {new}
    with pytest.raises(InvalidToken):
        KeyRing().key(old)


def test_all_processes_sign_with_the_same_key(app, keys):
    assert keys.signing().kid == KeyRing().signing().kid


def test_a_key_that_another_process_made_is_found(app, keys):
    keys.signing()
    made = KeyRing().rotate(signs_from=datetime.now(UTC))
    keys._read_at -= 10
    assert keys.key(made.kid)


def test_the_database_alone_signs_nothing(app, keys, monkeypatch):
    private = keys.signing().private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    [kept] = collection("signing_keys").find()
    assert private not in kept["sealed"]
    monkeypatch.setenv("INTERNAL_SECRET", "another secret")
    settings.cache_clear()
    try:
        elsewhere = KeyRing()
        assert elsewhere.key(kept["_id"])  # what was signed is still believed
        assert elsewhere.signing().kid != kept["_id"]
    finally:
        settings.cache_clear()


@pytest.fixture
def told(monkeypatch):
    """Says what INTERNAL_SECRET is from now on."""

    def tell(secret):
        monkeypatch.setenv("INTERNAL_SECRET", secret)
        settings.cache_clear()

    yield tell
    settings.cache_clear()


def test_a_new_internal_secret_keeps_the_key(app, keys, told):
    told("old")
    kid = KeyRing().signing().kid
    for secret in ("old,new", "new,old", "new"):
        told(secret)
        assert KeyRing().signing().kid == kid, secret
    told("old")
    assert KeyRing().all()[0].private is None  # the old one opens nothing any more


def test_a_withdrawn_key_is_believed_no_more(program, keys):
    token = program.token()
    kid = keys.signing().kid
    keys.rotate(signs_from=datetime.now(UTC))
    assert keys.withdraw(kid)
    assert not keys.withdraw(kid)
    program.get("/shop", token=token, status=401)
    assert program.get("/shop", token=program.token())["key"] == "shop"


def test_a_key_is_replaced_when_it_is_old(app, keys):
    first = keys.signing().kid
    assert not keys.rotate_if_old()
    collection("signing_keys").update_one({"_id": first}, {"$set": {"signsFrom": LONG_AGO}})
    assert keys.rotate_if_old()
    assert keys.signing().kid == first  # for ten minutes more
    assert not keys.rotate_if_old()


def test_a_client_whose_day_has_come_is_ended(program, a_program):
    brief = a_program(deleteDaysAfterCreation=1)
    token = brief.token()
    collection_of(ApiClient).update_one({"_id": brief.id}, {"$set": {"deleteAt": "2020-01-01T00:00:00.000Z"}})
    end_what_is_over()
    end_what_is_over()
    program.get(f"/shop/api-clients/{brief.id}", status=404)
    program.get(f"/shop/api-clients/{program.id}")
    assert program.asks("/oauth/introspect", token=token) == {"active": False}


def test_a_revocation_is_kept_until_its_tokens_have_expired(app):
    revoke("shop", "fresh")
    revoke("shop", "old")
    collection_of(Revocation).update_one({"_id": "old"}, {"$set": {"expiresAt": "2020-01-01T00:00:00.000Z"}})
    end_what_is_over()
    alive = {kept["_id"] for kept in collection_of(Revocation).find({"_deletedAt": None})}
    assert alive == {"fresh"}
