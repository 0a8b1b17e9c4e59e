"""The API as any program uses it: a token, JSON, and another try where the answer is 'not now'."""

import os
from typing import Any

import click
import httpx
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random_exponential

from cli.stack.demo import DEV_ENV, written_in
from common.settings import settings

NAMES = ("CTP_PROJECT_KEY", "CTP_CLIENT_ID", "CTP_CLIENT_SECRET", "CTP_AUTH_URL", "CTP_API_URL")
PATIENCE_SECONDS = 60
AT_ONCE = 8


class NotNow(Exception):
    """503, or no connection."""


class Client:
    """An API client named by the usual ``CTP_…`` variables, else by ``var/dev.env``."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.http = httpx.Client(
            base_url=f"{environment['CTP_API_URL']}/{environment['CTP_PROJECT_KEY']}/",
            timeout=30,
            limits=httpx.Limits(max_connections=AT_ONCE),
        )

    def put(self, path: str, draft: dict[str, Any]) -> bool:
        """Create it; False where one of that key is there already."""
        answer = self._asked(path, draft)
        if answer.status_code == httpx.codes.CREATED:
            return True
        errors = answer.json().get("errors", [])
        if errors and all(error["code"] == "DuplicateField" for error in errors):
            return False
        raise click.ClickException(f"{path} {draft.get('key')}: {answer.json().get('message', answer.text)}")

    @retry(
        retry=retry_if_exception_type(NotNow),
        wait=wait_random_exponential(multiplier=0.2, max=5),
        stop=stop_after_delay(PATIENCE_SECONDS),
        reraise=True,
    )
    def _asked(self, path: str, draft: dict[str, Any]) -> httpx.Response:
        try:
            answer = self.http.post(path, json=draft)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                self.sign_in()
                answer = self.http.post(path, json=draft)
        except httpx.TransportError as problem:
            raise NotNow(f"{self.environment['CTP_API_URL']} does not answer: {problem}") from problem
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            raise NotNow(answer.text)
        return answer

    def sign_in(self) -> None:
        who = self.environment["CTP_CLIENT_ID"], self.environment["CTP_CLIENT_SECRET"]
        url = f"{self.environment['CTP_AUTH_URL']}/oauth/token"
        answer = httpx.post(url, data={"grant_type": "client_credentials"}, auth=who, timeout=30)
        if not answer.is_success:
            raise click.ClickException(f"{url} gives no token: {answer.text}")
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def environment() -> dict[str, str]:
    """The variables' values, from where all of them are."""
    if all(name in os.environ for name in NAMES):
        return {name: os.environ[name] for name in NAMES}
    file = settings().data_dir / DEV_ENV
    if not file.exists():
        raise click.ClickException(f"Set {', '.join(NAMES)}, or start `ms-commerce run`, which writes {file}.")
    return written_in(file)
