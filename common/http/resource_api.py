"""The endpoints every resource has, written once: create, read, query, change, delete, by id and by key, with
HEAD.

Flask answers HEAD by the GET view and drops the body, so an existence check is the same query.

https://docs.commercetools.com/api/general-concepts
"""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from common.auth.bearer import requires
from common.auth.stores import current_store
from common.errors import ReferenceExists, ResourceNotFound
from common.http.answers import answer, nothing
from common.http.expansion import expand
from common.http.in_store import is_here, of_store, put_into_store
from common.http.query import Listed, exists, matching
from common.http.requests import body, context_of, data_erasure_in_query, version_in_body, version_in_query
from common.http.views import View
from common.names import camel
from common.openapi.operations import Usual
from common.replicas.referring import referrer
from common.resources.card import ResourceType
from common.resources.collection import find_json, load
from common.resources.context import Context
from common.resources.document import Resource, collection_of, on_the_wire, restored, stored
from common.resources.update import update
from common.resources.write import bury, bury_together, insert
from common.service import Service
from common.wire import read
from common.wire.json import Json


def resource_api(card: ResourceType[Any], service: Service) -> Blueprint:
    """Its routes below ``/{projectKey}/{path}``."""
    routes = Blueprint(card.path, __name__, url_prefix=f"/<project_key>/{card.path}")
    usual = Usual(card)
    may_view, may_manage = requires(*card.scopes.view, *card.scopes.manage), requires(*card.scopes.manage)

    @routes.get("")
    @routes.doc(**usual.query)
    @may_view
    def query(project_key: str) -> Response:
        if request.method == "HEAD":
            return nothing(200 if exists(_here(card), project_key, request.args) else 404)
        return answer(matching(_here(card), context_of(service, project_key), request.args))

    def create(project_key: str) -> Response:
        context = context_of(service, project_key)
        made = create_resource(card, put_into_store(card, body()), context)
        return answer(_shown(card, made, context), 201)

    if card.creates:
        routes.post("")(routes.doc(**usual.create)(may_manage(create)))

    def get(project_key: str, **identity: str) -> Response:
        context = context_of(service, project_key)
        found = find_json(card.document, project_key, **identity_at_rest(identity))
        if found is None or not is_here(card, found):
            raise not_found(identity)
        return answer(shown(card, found, context))

    def change(project_key: str, **identity: str) -> Response:
        context = context_of(service, project_key)
        changed = change_resource(card, identity, body(), context)
        return answer(_shown(card, changed, context))

    def delete(project_key: str, **identity: str) -> Response:
        context = context_of(service, project_key)
        gone = delete_resource(card, identity, version_in_query(), context, data_erasure_in_query())
        return answer(_shown(card, gone, context))

    for by, path in identities(card).items():
        routes.get(path, endpoint=f"get_by_{by}")(routes.doc(**usual.get)(may_view(get)))
        routes.post(path, endpoint=f"change_by_{by}")(routes.doc(**usual.change)(may_manage(change)))
        routes.delete(path, endpoint=f"delete_by_{by}")(routes.doc(**usual.delete)(may_manage(delete)))
    return routes


def _here(card: ResourceType[Any]) -> Listed:
    """All of the project, or all of the request's store."""
    within = of_store(card)
    if not within:
        return card
    return View(
        document=card.document,
        shape=card.shape,
        public=card.public,
        within=within,
        seen=card.seen,
        present=card.present,
    )


def identities(card: ResourceType[Any]) -> dict[str, str]:
    """The ways a path may name one resource."""
    names = [*(["key"] if card.keyed else []), *card.also_named]
    return {"id": "/<id>"} | {name: f"/{name.replace('_', '-')}=<{name}>" for name in names}


def create_resource(card: ResourceType[Any], given: Any, context: Context) -> Resource:
    draft = read(card.draft, given)
    context.resolve(draft)
    made: Resource = card.create(draft, context)
    insert(card.type_id, made, card.birth(made))
    return _awaited(card, made, context)


def change_resource(card: ResourceType[Any], identity: dict[str, str], given: Any, context: Context) -> Resource:
    version = version_in_body(given)
    actions = card.actions.read_all(given.get("actions"))
    context.resolve([action.payload for action in actions])
    found = load_or_refuse(card, identity, context)
    changed = update(card.type_id, found, version, actions, context)
    if card.afterwards:
        card.afterwards(changed)
    return _awaited(card, changed, context)


def delete_resource(
    card: ResourceType[Any], identity: dict[str, str], version: int, context: Context, erase: bool = False
) -> Resource:
    """The resource as it was last. With ``erase`` nobody keeps anything of it."""
    found = load_or_refuse(card, identity, context)
    found.check_version(version)
    if card.check_delete:
        card.check_delete(found, context)
    for document, path, type_id in card.referenced_by:
        pointing = {"projectKey": context.project_key, path: found.id}  # a tombstone points at nothing
        if collection_of(document).find_one(pointing, {"_id": 1}):
            raise ReferenceExists(card.type_id, type_id)
    if other := referrer(card.type_id, found, context):
        raise ReferenceExists(card.type_id, other)
    last = restored(card.document, stored(found))
    if card.takes_along and (others := list(card.takes_along(found))):
        bury_together(card.type_id, [found, *others], card.death, erase)
    else:
        bury(card.type_id, found, card.death(found), erase=erase)
    _awaited(card, last, context)
    return last


def _awaited(card: ResourceType[Any], resource: Resource, context: Context) -> Resource:
    done: Resource = card.awaits(resource, context) if card.awaits else resource
    return done


def load_or_refuse(card: ResourceType[Any], identity: dict[str, str], context: Context) -> Resource:
    found: Resource | None = load(card.document, context.project_key, **identity_at_rest(identity))
    if found is None or (current_store() and not is_here(card, stored(found))):
        raise not_found(identity)
    return found


def identity_at_rest(identity: dict[str, str]) -> dict[str, str]:
    return {"_id" if name == "id" else camel(name): value for name, value in identity.items()}


def not_found(identity: dict[str, str]) -> ResourceNotFound:
    [(name, value)] = identity.items()
    return ResourceNotFound(f"{'ID' if name == 'id' else camel(name)} '{value}'")


def shown(listed: Listed, json: Json, context: Context) -> Json:
    """One result as the request's parameters want it."""
    listed.present([json], request.args, context)
    expand([json], request.args.getlist("expand"), context)
    return json


def _shown(card: ResourceType[Any], resource: Resource, context: Context) -> Json:
    return shown(card, on_the_wire(stored(resource)), context)
