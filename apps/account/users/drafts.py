"""What clients send about users."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from marshmallow.validate import Length

from common.auth.passwords import LONGEST
from common.errors import InvalidJsonInput
from common.values.texts import Email
from common.wire import read

Password = Annotated[str, Length(min=8, max=LONGEST)]
Name = Annotated[str, Length(max=256)]


@dataclass(frozen=True)
class SignUp:
    email: Email
    password: Password
    first_name: Name = ""
    last_name: Name = ""


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str


@dataclass(frozen=True)
class ProjectKey:
    key: str


@dataclass(frozen=True)
class UserAction:
    """``addProject`` makes the user a member of the project, ``removeProject`` ends that."""

    type: Literal["addProject", "removeProject"]
    value: ProjectKey


@dataclass(frozen=True)
class UserUpdate:
    version: int
    actions: tuple[UserAction, ...]


def user_update(given: Any) -> UserUpdate:
    """Reads ``{version, action: {type, value: {key}}}``, or ``{version, actions: [{action, key}, …]}`` as elsewhere."""
    if not isinstance(given, dict):
        raise InvalidJsonInput("Expected an object")
    if "action" in given:
        return read(UserUpdate, {"version": given.get("version"), "actions": [given["action"]]})
    actions = given.get("actions")
    return read(UserUpdate, given | {"actions": [_spelled_out(action) for action in _listed(actions)]})


def _listed(actions: Any) -> list[Any]:
    if not isinstance(actions, list) or not actions:
        raise InvalidJsonInput("actions: Missing required value")
    return actions


def _spelled_out(action: Any) -> Any:
    if not isinstance(action, dict) or "action" not in action:
        return action
    return {"type": action["action"], "value": {"key": action.get("key")}}
