"""A proxy between a client that nobody here wrote and the gateway: it passes everything on, and remembers it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.support.contract import Exchange

OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host"}
TIMEOUT_SECONDS = 60


class RecordingProxy:
    """`url` is what the client is told; `exchanges` grow as it talks."""

    def __init__(self, upstream: str) -> None:
        self.exchanges: list[Exchange] = []
        upstream_client = httpx.Client(base_url=upstream, timeout=TIMEOUT_SECONDS)
        exchanges = self.exchanges

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name: value for name, value in self.headers.items() if _passed_on(name)}
                answer = upstream_client.request(self.command, self.path, content=sent, headers=headers)
                path = urlsplit(self.path).path
                exchanges.append(Exchange(self.command, path, _json(sent), answer.status_code, _json(answer.content)))
                self.send_response(answer.status_code)
                for name, value in answer.headers.multi_items():
                    if _passed_on(name):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815  # http.server's names

            def log_message(self, format: str, *args: Any) -> None:
                """Not on the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["RecordingProxy"]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        yield self
        self._server.shutdown()
        self._server.server_close()


def _passed_on(header: str) -> bool:
    return header.lower() not in OF_THE_CONNECTION


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
