"""``/api/account``: sign up, sign in, sign out, who am I, and membership of projects."""

from flask import Response, request
from flask_smorest import Blueprint

from apps.account.projects.membership import is_member, visible_project
from apps.account.users import sessions
from apps.account.users.document import as_json, new_user, normal, save_projects, user_by_email, user_by_id
from apps.account.users.drafts import SignIn, SignUp, user_update
from common.auth import passwords
from common.auth.attempts import Limit, caller_address
from common.errors import DuplicateField, InvalidCredentials, InvalidInput, ResourceNotFound
from common.http.answers import answer, nothing
from common.http.requests import body
from common.openapi.operations import operation
from common.wire import read
from common.wire.json import Json

MAX_BODY_BYTES = 64 * 1024

OF_ONE_ACCOUNT = Limit("account", "sign-in", failures=10, window_seconds=300)
OF_ONE_ACCOUNT_FROM_ANYWHERE = Limit("account", "sign-in-anywhere", failures=200, window_seconds=3600)
OF_ONE_ADDRESS = Limit("account", "sign-in-address", failures=100, window_seconds=300)
TAKEN = Limit("account", "sign-up", failures=100, window_seconds=3600)  # each tells the caller who has an account

users = Blueprint("users", __name__, url_prefix="/api/account")


@users.before_request
def only_json() -> None:
    """A page of another site can post forms, but not JSON: so it can sign nobody in under a foreign account either."""
    request.max_content_length = MAX_BODY_BYTES
    if request.method in ("POST", "PUT") and request.content_length and request.mimetype != "application/json":
        raise InvalidInput("The Content-Type must be application/json.")


@users.post("/signup")
@users.doc(**operation("Sign up as a user of this installation", takes=SignUp))
def sign_up() -> Response:
    draft = read(SignUp, body())
    TAKEN.check(caller_address())
    try:
        user = new_user(draft.email.strip(), passwords.hashed(draft.password), draft.first_name, draft.last_name)
    except DuplicateField:
        TAKEN.failed(caller_address())
        raise
    return sessions.begin(answer(as_json(user), 201), user)


@users.post("/signin")
@users.doc(**operation("Sign in, which opens a session", takes=SignIn))
def sign_in() -> Response:
    given = read(SignIn, body())
    account = (normal(given.email), caller_address())
    guesses = {OF_ONE_ACCOUNT: account, OF_ONE_ACCOUNT_FROM_ANYWHERE: account[:1], OF_ONE_ADDRESS: account[1:]}
    for limit, subject in guesses.items():
        limit.check(*subject)
    user = user_by_email(given.email)
    if not passwords.matches(user["_password"] if user else None, given.password) or user is None:
        for limit, subject in guesses.items():
            limit.failed(*subject)
        raise InvalidCredentials
    return sessions.begin(answer(as_json(user)), user)


@users.post("/signout")
@users.doc(**operation("End the session"))
def sign_out() -> Response:
    return sessions.end(nothing())


@users.get("/users/currentuser")
@users.doc(**operation("Get the user of the session"))
def current_user() -> Response:
    return answer(as_json(sessions.current_user()))


@users.put("/users/<id>")
@users.doc(**operation("Add projects to a user, or take them away"))
def change_user(id: str) -> Response:
    """Add projects to a user or take them away; whoever does needs to be a member himself."""
    acting = sessions.current_user()
    update = user_update(body())
    for action in update.actions:
        if action.type == "addProject" or id != acting["_id"]:
            visible_project(action.value.key, acting)
    user = acting if id == acting["_id"] else user_by_id(id)
    if user is None:
        raise ResourceNotFound(f"ID '{id}'")
    projects = list(user["projects"])
    for action in update.actions:
        key = action.value.key
        if action.type == "removeProject":
            projects = [other for other in projects if other != key]
        elif key not in projects:
            projects.append(key)
    changed = save_projects(user, update.version, projects)
    return answer(as_json(changed) if changed["_id"] == acting["_id"] else _as_others_see(changed, acting))


def _as_others_see(user: Json, acting: Json) -> Json:
    """Nothing but what the two share."""
    shared = [key for key in user["projects"] if is_member(key, acting)]
    return {"id": user["_id"], "version": user["version"], "projects": shared}
