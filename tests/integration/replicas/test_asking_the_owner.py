"""A replica that is missing or unsuitable is asked for once; a rebuild makes replicas what their owner has."""

import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from flask import Flask
from mongoengine import StringField
from werkzeug.serving import make_server

from common.contracts.events import ResourceChanged
from common.database import connect
from common.errors import ReferencedResourceNotFound
from common.http import refusals
from common.replicas import doubt
from common.replicas.keep import Keep
from common.replicas.listening import Listen
from common.replicas.owners import Owner
from common.replicas.rebuild import rebuild, verify
from common.replicas.recheck import Neighbours
from common.replicas.routes import internal_routes
from common.resources import write
from common.resources.context import Context
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.settings import settings
from common.values.references import Reference
from tests.support.process import free_port
from tests.support.servers import Server


class Hat(Resource):
    meta: ClassVar[dict[str, Any]] = {"db_alias": "product", "collection": "hats"}
    unique = (Unique("key"), Unique("_skus"))

    key = StringField()
    name = StringField()
    skus = JsonField(list)
    _skus = JsonField(list)


@pytest.fixture
def owner(mongodb: Server) -> Iterator[Owner]:
    """Product, serving its internal routes over a real socket."""
    settings.cache_clear()
    connect("product")
    connect("cart")
    app = Flask("product")
    refusals.install(app)
    app.register_blueprint(internal_routes({"hat": Hat}))
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Owner(f"http://127.0.0.1:{server.port}")
    server.shutdown()
    server.server_close()
    settings.cache_clear()


@pytest.fixture
def neighbours(owner: Owner) -> Neighbours:
    hats = Listen("hat", owner="product", lookups=lambda hat: [f"sku:{sku}" for sku in hat.get("skus", ())])
    return Neighbours("cart", hats, owners=lambda _: owner)


def a_hat(name: str, **fields: Any) -> Hat:
    hat = Hat(project_key="shop", name=name, **fields)
    hat._skus = fields.get("skus", [])
    write.insert("hat", hat, [])
    return hat


def test_what_is_missing_is_asked_for_and_remembered(neighbours: Neighbours, owner: Owner) -> None:
    boater = a_hat("Boater", key="boater", skus=["b-1", "b-2"])
    assert neighbours.sources["hat"].by_key("shop", ["boater", "fez"])["boater"]["name"] == "Boater"
    owner.address = "http://127.0.0.1:9"  # nobody
    assert neighbours.require("shop", "hat", [boater.id])[boater.id]["name"] == "Boater"
    assert neighbours.require_by("shop", "hat", ["sku:b-2"])["sku:b-2"][0]["id"] == boater.id


def test_what_does_not_suit_is_asked_for_once_more(neighbours: Neighbours) -> None:
    boater = a_hat("Boater")
    stale = {"id": boater.id, "version": 0, "name": "Unpublished"}
    neighbours.replicas.write("shop", "hat", stale)
    assert neighbours.require("shop", "hat", [boater.id])[boater.id]["name"] == "Unpublished"
    found = neighbours.require("shop", "hat", [boater.id], suits=lambda hat: hat["name"] != "Unpublished")
    assert found[boater.id]["name"] == "Boater"


def test_an_owner_that_is_away_leaves_us_with_what_we_know(neighbours: Neighbours, owner: Owner) -> None:
    owner.address = "http://127.0.0.1:9"
    neighbours.replicas.write("shop", "hat", {"id": "known", "version": 1})
    for _ in range(8):  # the circuit breaker opens on the way
        assert set(neighbours.require("shop", "hat", ["known", "unknown"])) == {"known"}


def test_a_refusal_without_the_owner_is_none_yet(neighbours: Neighbours, owner: Owner) -> None:
    refused = ReferencedResourceNotFound("hat", id="unknown")
    with doubt.noticed():
        neighbours.require("shop", "hat", ["unknown"])
        assert doubt.weighed(refused, "hat") is refused, "the owner said so"
        owner.address = "http://127.0.0.1:9"
        neighbours.require("shop", "hat", ["unknown"])
        assert doubt.weighed(refused, "hat").http_status == 503
        assert doubt.weighed(refused, "cap") is refused, "nobody asked for caps"
    with doubt.noticed():
        assert doubt.weighed(refused, "hat") is refused, "that was another request"


def test_a_client_hears_that_it_cannot_be_told_now(neighbours: Neighbours, owner: Owner) -> None:
    asks = Flask("cart")
    refusals.install(asks)

    @asks.get("/<id>")
    def needs(id: str) -> str:
        Context("shop", neighbours.sources).resolve(Reference("hat", id))
        return "there"

    client = asks.test_client()
    assert client.get("/unknown").status_code == 400
    here, owner.address = owner.address, "http://127.0.0.1:9"
    away = client.get("/unknown")
    assert (away.status_code, away.headers["Retry-After"]) == (503, "1")
    owner.address = here
    assert client.get("/unknown").status_code == 400


def test_a_resource_too_large_for_an_event_is_read_from_its_owner(neighbours: Neighbours) -> None:
    boater = a_hat("Boater")
    Keep(neighbours)(ResourceChanged("shop", "hat", boater.id, 1, deleted=False, json=None))
    assert neighbours.replicas.find("shop", "hat", [boater.id])[boater.id]["name"] == "Boater"


def test_a_rebuild_makes_replicas_what_the_owner_has(neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.replicas.owners.PAGE", 2)
    hats = [a_hat(f"Hat {number}") for number in range(5)]
    neighbours.replicas.write("shop", "hat", {"id": hats[0].id, "version": 0, "name": "old"})
    neighbours.replicas.write("shop", "hat", {"id": "gone", "version": 3})

    difference = verify(neighbours, "hat")
    assert (difference.owned, difference.missing, difference.older, difference.gone) == (5, 4, 1, 1)
    rebuild(neighbours, "hat")
    assert verify(neighbours, "hat").none
    assert neighbours.replicas.find("shop", "hat", [hats[0].id])[hats[0].id]["name"] == "Hat 0"
    assert not neighbours.replicas.write("shop", "hat", {"id": "gone", "version": 3})


def test_internal_routes_are_closed_to_strangers(owner: Owner) -> None:
    import httpx

    assert httpx.post(f"{owner.address}/internal/pages", json={"typeId": "hat"}).status_code == 401


def test_an_owner_has_nothing_of_a_type_it_does_not_know_yet(owner: Owner) -> None:
    assert owner.now("shop", "cap", ["1"]) == []
    assert list(owner.all("cap")) == []


@pytest.mark.parametrize("question", [{"typeId": "hat"}, {"typeId": "hat", "lookups": ["name:Boater"]}])
def test_a_question_that_makes_no_sense_is_refused(owner: Owner, question: dict[str, Any]) -> None:
    import httpx

    from common.auth.internal import internal_headers

    asked = {"projectKey": "shop", **question}
    answer = httpx.post(f"{owner.address}/internal/resources", json=asked, headers=internal_headers())
    assert answer.status_code == 400
