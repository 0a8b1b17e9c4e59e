"""The demo project: made over HTTP, as any newcomer would make it, and written down for every SDK's example.

https://docs.commercetools.com/docs/get-started-with-the-api (the names ``CTP_…`` are what its examples read)
"""

import json
import secrets
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

DEV_ENV = "dev.env"
DUPLICATE = "DuplicateField"


@dataclass(frozen=True)
class ApiClient:
    """What an SDK needs to know."""

    project_key: str
    client_id: str
    client_secret: str
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """One scope only: a value with a space needs quotes in a shell and must not have them elsewhere."""
        return {
            "CTP_PROJECT_KEY": self.project_key,
            "CTP_CLIENT_ID": self.client_id,
            "CTP_CLIENT_SECRET": self.client_secret,
            "CTP_AUTH_URL": self.url,
            "CTP_API_URL": self.url,
            "CTP_SCOPES": f"manage_project:{self.project_key}",
        }

    @property
    def curl(self) -> str:
        """A command that works as it stands."""
        who = f"{self.client_id}:{self.client_secret}"
        return f"curl -s -u {who} -d grant_type=client_credentials {self.url}/oauth/token"


def demo_client(url: str, data_dir: Path, through: str) -> ApiClient:
    """The client of an earlier start if it still works, else a new one; ``dev.env`` tells which.

    ``url`` is the gateway as an SDK will call it, ``through`` as it is seen from here.
    """
    file = data_dir / DEV_ENV
    known = _known(file, url)
    with httpx.Client(base_url=through, timeout=30) as http:
        if known is not None and _works(http, known):
            client = known
        else:
            _sign_in(http, data_dir / "demo-user.json")
            client = _new_client(http, _project(http), url)
    _write_privately(file, "".join(f"{name}={value}\n" for name, value in client.environment.items()))
    return client


def _known(file: Path, url: str) -> ApiClient | None:
    if not file.exists():
        return None
    values = written_in(file)
    try:
        return ApiClient(values["CTP_PROJECT_KEY"], values["CTP_CLIENT_ID"], values["CTP_CLIENT_SECRET"], url)
    except KeyError:
        return None


def written_in(file: Path) -> dict[str, str]:
    """name → value of a ``dev.env``."""
    return variables(file.read_text("utf-8"))


def variables(text: str) -> dict[str, str]:
    """name → value of lines ``NAME=value``; `ms-commerce clients create` prints such."""
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def _works(http: httpx.Client, client: ApiClient) -> bool:
    who = (client.client_id, client.client_secret)
    return http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=who).is_success


def _sign_in(http: httpx.Client, file: Path) -> None:
    if not file.exists():
        user = {"email": f"demo-{secrets.token_hex(4)}@example.com", "password": secrets.token_urlsafe(16)}
        _write_privately(file, json.dumps(user))
    user = json.loads(file.read_text("utf-8"))
    response = http.post("/api/account/signup", json=user | {"firstName": "Demo", "lastName": "User"})
    if _is_duplicate(response):
        response = http.post("/api/account/signin", json=user)
    response.raise_for_status()
    http.headers["X-CSRF-TOKEN"] = http.cookies["csrf_access_token"]


def _project(http: httpx.Client) -> str:
    """A project of the demo user's; its key may be another's already, or have been."""
    mine = http.get("/api/account/projects").raise_for_status().json()["results"]
    if mine:
        return str(mine[0]["key"])
    for number in count(1):
        key = "demo" if number == 1 else f"demo-{number}"
        response = http.post("/api/account/projects", json={"key": key, "name": "Demo"})
        if not _is_duplicate(response):
            return str(response.raise_for_status().json()["key"])
    raise AssertionError("numbers do not end")


def _new_client(http: httpx.Client, key: str, url: str) -> ApiClient:
    draft = {"name": "demo", "scope": f"manage_project:{key} manage_api_clients:{key}"}
    made = http.post(f"/{key}/api-clients", json=draft).raise_for_status().json()
    return ApiClient(key, made["id"], made["secret"], url)


def _is_duplicate(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.BAD_REQUEST and any(
        error["code"] == DUPLICATE for error in response.json().get("errors", ())
    )


def _write_privately(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(text, "utf-8")
    new.replace(file)
