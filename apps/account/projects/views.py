"""A project as API clients see it, ``/{projectKey}``, and as the people behind it do, ``/api/account/projects``.

https://docs.commercetools.com/api/projects/project
"""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from apps.account.projects import projects
from apps.account.projects.document import Project, as_seen
from apps.account.projects.life import end_project, new_project
from apps.account.projects.membership import projects_of, visible_project
from apps.account.users.document import Stored
from apps.account.users.sessions import current_user
from common.auth import requires
from common.auth.bearer import current_principal
from common.errors import ResourceNotFound
from common.http.answers import answer
from common.http.paging import page_of
from common.http.query import order
from common.http.requests import body
from common.http.resource_api import change_resource
from common.openapi.bodies import page_schema, update_schema
from common.openapi.operations import operation
from common.resources.collection import find_json, public
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire, stored

of_clients = Blueprint("project", __name__)
of_people = Blueprint("projects", __name__, url_prefix="/api/account/projects")


@of_clients.get("/<project_key>")
@of_clients.doc(**operation("Get the project", answers=Project))
@requires(*projects.scopes.view)
def settings(project_key: str) -> Response:
    found = find_json(Project, project_key, _id=project_key)
    if found is None:
        raise ResourceNotFound(f"key '{project_key}'")
    return answer(as_seen(found))


@of_clients.post("/<project_key>")
@of_clients.doc(**operation("Update the project", takes=update_schema(Project, projects.actions), answers=Project))
@requires(*projects.scopes.manage)
def change_settings(project_key: str) -> Response:
    context = Context(project_key, {}, actor=current_principal().as_author())
    changed = change_resource(projects, {"id": project_key}, body(), context)
    return answer(as_seen(on_the_wire(stored(changed))))


@of_people.get("")
@of_people.doc(
    **operation(
        "Query the projects one is a member of", answers=page_schema(Project), asks="sort limit offset withTotal"
    )
)
def mine() -> Response:
    """The projects one is a member of."""
    page = page_of(request.args)
    wanted = projects_of(current_user())
    rows = collection_of(Project).find(wanted, public(Project))
    found = rows.sort(order(projects, request.args)).skip(page.offset).limit(page.limit)
    results = [_with_id(on_the_wire(row)) for row in found] if page.limit else []
    said: dict[str, Any] = {"limit": page.limit, "offset": page.offset, "count": len(results)}
    if page.with_total:
        said["total"] = collection_of(Project).count_documents(wanted)
    return answer(said | {"results": results})


@of_people.post("")
@of_people.doc(**operation("Create a project", takes=projects.draft, answers=Project, status=201))
def create() -> Response:
    user = current_user()
    return answer(_with_id(new_project(body(), user["_id"])), 201)


@of_people.get("/<key>")
@of_people.doc(**operation("Get a project one is a member of", answers=Project))
def one(key: str) -> Response:
    visible_project(key, current_user())
    found = find_json(Project, key, _id=key)
    if found is None:
        raise ResourceNotFound(f"key '{key}'")
    return answer(_with_id(found))


@of_people.delete("/<key>")
@of_people.doc(**operation("Delete a project", answers=Project))
def delete(key: str) -> Response:
    user = current_user()
    visible_project(key, user)
    return answer(_with_id(end_project(key, user["_id"])))


def _with_id(project: Stored) -> Stored:
    return {"id": project["key"]} | as_seen(project)
