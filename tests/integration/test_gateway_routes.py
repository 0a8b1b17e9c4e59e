"""Which service answers which path, asked of a real nginx with upstreams that only say who they are."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from cli.stack import gateway
from common.resources.write import MAX_BYTES
from common.services import table
from tests.support.process import ServerProcess, free_port
from tests.support.waiting import wait_until

SERVICES = [service.name for service in table().services]


class StandIn(BaseHTTPRequestHandler):
    """Tells its name, and what reached it."""

    protocol_version = "HTTP/1.1"
    name = "?"
    begun: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        self.begun.add(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        arrived = {
            "service": self.name,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "bytes": len(self.rfile.read(length)),
        }
        body = json.dumps(arrived).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # the name the standard library looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def stand_in(name: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type(name, (StandIn,), {"name": name}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Gateway:
    http: httpx.Client
    port: int

    def service_of(self, path: str, method: str = "GET") -> str:
        answer = self.http.request(method, path).json()
        return str(answer.get("service") or answer["message"])

    def raw(self, request: bytes) -> HTTPResponse:
        """Send bytes that no HTTP client would."""
        connection = socket.create_connection(("127.0.0.1", self.port), 5)
        connection.sendall(request)
        response = HTTPResponse(connection)
        response.begin()
        connection.close()
        return response


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with ExitStack() as stack:
        upstreams = {name: stack.enter_context(stand_in(name)) for name in SERVICES if name != "customer"}
        upstreams["customer"] = f"127.0.0.1:{free_port()}"  # nobody is there
        yield stack.enter_context(_nginx(upstreams, tmp_path_factory.mktemp("gateway")))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with ExitStack() as stack:
        upstreams = {name: stack.enter_context(stand_in(name)) for name in SERVICES}
        yield stack.enter_context(_nginx(upstreams, tmp_path_factory.mktemp("gateway")))


@contextmanager
def _nginx(upstreams: dict[str, str], folder: Path) -> Iterator[Gateway]:
    port = free_port()
    here = gateway.on_this_machine(table(), port, "127.0.0.1", folder)
    command = gateway.command(table(), replace(here, upstreams=upstreams))

    def answers() -> bool:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True

    nginx = ServerProcess("nginx", command, answers, folder / "nginx.log")
    nginx.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield Gateway(client, port)
    finally:
        nginx.stop()


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/shop", "account"),
        ("/shop/", "account"),
        ("/shop/api-clients/42", "account"),
        ("/shop/messages", "account"),
        ("/oauth/token", "account"),
        ("/oauth/shop/customers/token", "account"),
        ("/oauth/shop/in-store/key=berlin/customers/token", "account"),
        ("/api/account/projects", "account"),
        ("/api/account/health", "account"),
        ("/api/products/health", "product"),
        ("/api/carts/health", "cart"),
        ("/api/customers/health", "customer"),
        ("/api/orders/health", "order"),
        ("/shop/products", "product"),
        ("/shop/products/key=a%2Fb", "product"),
        ("/shop/products/42/images", "product"),
        ("/shop/product-projections/search", "product"),
        ("/shop/product-types", "product"),
        ("/shop/in-store/key=berlin/product-projections/42", "product"),
        ("/shop/inventory", "product"),
        ("/shop/carts", "cart"),
        ("/shop/carts/customer-id=7", "cart"),
        ("/shop/in-store/key=berlin/carts/42", "cart"),
        ("/shop/me", "customer"),
        ("/shop/me/password", "customer"),
        ("/shop/me/carts", "cart"),
        ("/shop/me/active-cart", "cart"),
        ("/shop/in-store/key=berlin/me/carts", "cart"),
        ("/shop/in-store/key=berlin/me", "customer"),
        ("/shop/customers", "customer"),
        ("/shop/customer-groups", "customer"),
        ("/shop/login", "customer"),
        ("/shop/me/orders", "order"),
        ("/shop/orders/import", "order"),
        ("/shop/orders?where=orderState%3D%22Open%22", "order"),
        ("/internal-shop/carts", "cart"),
        ("/carts/carts", "cart"),
    ],
)
def test_a_path_leads_to_the_service_that_owns_it(whole: Gateway, path: str, service: str) -> None:
    assert whole.service_of(path) == service
    assert whole.service_of(path, "POST") == service


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/shop/hats",
        "/shop/cartsandmore",
        "/shop/me-too",
        "/shop//carts",
        "/shop/in-store/key=berlin",
        "/shop/in-store/key=berlin/key=paris/carts",
        "/api/hats/health",
        "/internal",
        "/internal/resources",
        "/shop/carts/../../internal/resources",
        "/shop/%2e%2e/internal/resources",
    ],
)
def test_a_path_that_nobody_owns_is_not_found_in_the_apis_words(whole: Gateway, path: str) -> None:
    with whole.raw(f"GET {path}?a=b HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n".encode()) as answer:
        assert answer.status == 404
        assert answer.headers["Content-Type"] == "application/json"
        assert json.load(answer) == {
            "statusCode": 404,
            "message": f"URI not found: {path}",
            "errors": [{"code": "ResourceNotFound", "message": f"URI not found: {path}"}],
        }


def test_a_path_cannot_break_out_of_the_errors_json(whole: Gateway) -> None:
    with whole.raw(b'GET /","x":"\\ HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n') as answer:
        assert json.load(answer)["message"] == "URI not found: (not a URI)"


def test_every_route_of_every_service_is_reachable_with_and_without_a_store(whole: Gateway) -> None:
    for service in table().services:
        for path in service.paths:
            assert whole.service_of(f"/shop/{path}") == service.name
            assert whole.service_of(f"/shop/in-store/key=berlin/{path}/42") == service.name


def test_the_path_arrives_as_the_client_wrote_it(whole: Gateway) -> None:
    path = "/shop/carts/key=a%2Fb%20c?where=a%3D%22b%22&expand=x%5B%2A%5D"
    assert whole.http.get(path).json()["path"] == path


def test_a_correlation_id_is_passed_on_or_given(whole: Gateway) -> None:
    def arrived(**headers: str) -> str:
        answer = whole.http.get("/shop/carts", headers=headers).json()
        return str(answer["headers"]["x-correlation-id"])

    assert arrived(**{"X-Correlation-ID": "shop/1"}) == "shop/1"
    assert arrived() != arrived()
    assert "\x01" not in arrived(**{"X-Correlation-ID": "a\x01b"})


def test_a_client_cannot_pretend_to_be_a_service(whole: Gateway) -> None:
    answer = whole.http.get("/shop/carts", headers={"X-Internal-Token": "stolen"}).json()
    assert "x-internal-token" not in answer["headers"]


def test_a_body_up_to_the_limit_arrives_and_one_above_it_is_refused(whole: Gateway) -> None:
    assert whole.http.post("/shop/carts", content=b"x" * MAX_BYTES).json()["bytes"] == MAX_BYTES
    refused = whole.http.post("/shop/carts", content=b"x" * (MAX_BYTES + 1))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (413, "ContentTooLarge")


def test_an_image_passes_without_being_collected_first(whole: Gateway) -> None:
    path = "/shop/products/hat/images"
    with socket.create_connection(("127.0.0.1", whole.port), 5) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: shop\r\nContent-Length: 6\r\n\r\n".encode())
        connection.sendall(b"abc")
        wait_until(lambda: path in StandIn.begun)
        connection.sendall(b"def")
        response = HTTPResponse(connection)
        response.begin()
        assert json.load(response)["bytes"] == 6


def test_a_service_that_is_down_is_a_503_to_try_again(api: Gateway) -> None:
    down = api.http.get("/shop/customers", headers={"X-Correlation-ID": "lost-1"})
    assert down.status_code == 503
    assert down.json()["statusCode"] == 503
    assert down.headers["Retry-After"] == "1"
    assert down.headers["X-Correlation-ID"] == "lost-1"
    assert api.service_of("/shop/carts") == "cart"


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /shop/carts HTTP/1.1\r\nHost: another",
        b"GET /shop/carts/%00 HTTP/1.1",
        b"GET /%2e%2e/shop HTTP/1.1",
        b"GET /shop/carts?where=" + b"x" * 40_000 + b" HTTP/1.1",
        b"GET /shop/carts HTTP/1.1\r\nX-Long: " + b"x" * 40_000,
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=["two hosts", "a null character", "above the root", "a long address", "a long header", "a TLS greeting"],
)
def test_what_is_not_http_is_refused_in_json(whole: Gateway, request_line: bytes) -> None:
    with whole.raw(request_line + b"\r\nHost: shop\r\nConnection: close\r\n\r\n") as answer:
        assert answer.headers["Content-Type"] == "application/json"
        assert (answer.status, json.load(answer)["statusCode"]) == (400, 400)


def test_nobody_may_ask_for_the_refusal_itself(whole: Gateway) -> None:
    assert whole.http.get("/internal/bad-request").status_code == 404


def test_a_method_that_nginx_refuses_is_refused_in_json(whole: Gateway) -> None:
    with whole.raw(b"TRACE /shop/carts HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n") as answer:
        assert (answer.status, json.load(answer)["message"]) == (405, "/shop/carts does not serve TRACE.")


def test_the_gateways_own_answers_carry_security_headers(whole: Gateway) -> None:
    headers = whole.http.get("/nowhere/at/all").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Access-Control-Allow-Origin"] == "*", "an app in a browser may read what went wrong"
    assert headers["Server"] == "nginx"
