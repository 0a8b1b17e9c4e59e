"""What the Python of a checkout says of itself: its table of services, the routes its apps serve, its settings.

`of(root)` asks it in a process of its own, so that a checkout other than this one is asked too.
"""

import dataclasses
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]

VARIABLE = r'"([A-Z]+(?:_[A-Z]+)+|PORT|HOST|ENVIRONMENT)"'
"""How common/settings.py names what it reads."""


@dataclasses.dataclass(frozen=True)
class Facts:
    """Plain values, as they came through JSON."""

    services: dict[str, Json]
    """name → its row of the table, ports with PORT added"""
    pools: dict[str, Json]
    """release → {group, queues}"""
    partitions: int
    topics: dict[str, int]
    routes: dict[str, list[str]]
    """service → the rules of its Flask app"""
    settings: list[str]
    """every variable that common/settings.py reads"""
    drain_seconds: dict[str, float]
    """web, worker: how long a process takes to end at most"""
    longest_request_seconds: float
    commands: Json
    """the command line: {commands: {name → …}}, or {options: {name → takes a value}, arguments, anything}"""


def of(root: Path) -> Facts | str:
    """The facts, or why there are none."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "ci.checks.facts"]
    said = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if said.returncode:
        return said.stderr.strip().splitlines()[-1] if said.stderr.strip() else "it ended without a word"
    return Facts(**json.loads(said.stdout))


def _gathered() -> Facts:
    from importlib import import_module

    import click

    from cli import serve
    from cli.main import main
    from cli.stack.generated import PORT
    from common.celery import app as celery
    from common.sagas.waiting import WAIT_SECONDS
    from common.services import table

    services = {
        service.name: {
            **dataclasses.asdict(service),
            "port": PORT + service.port,
            "metrics_port": PORT + service.metrics_port,
        }
        for service in table().services
    }
    pools = {f"worker-{service.name}": service.worker for service in table().services} | {"relay": table().relay}
    apps = {name: import_module(f"apps.{name}.wsgi").app for name in services}
    return Facts(
        services=services,
        pools={name: dataclasses.asdict(pool) for name, pool in pools.items()},
        partitions=table().partitions,
        topics={topic.name: topic.partitions for topic in table().topics()},
        routes={name: sorted({rule.rule for rule in app.url_map.iter_rules()}) for name, app in apps.items()},
        settings=sorted(set(re.findall(VARIABLE, Path("common/settings.py").read_text("utf-8")))),
        drain_seconds={"web": serve.DRAIN_SECONDS, "worker": celery.DRAIN_SECONDS},
        longest_request_seconds=WAIT_SECONDS,
        commands=_known(main, click.Context(main)),
    )


def _known(command: Any, context: Any) -> Json:
    """What a click command takes."""
    if hasattr(command, "list_commands"):
        inner = {name: command.get_command(context, name) for name in command.list_commands(context)}
        return {"commands": {name: _known(each, context) for name, each in inner.items()}}
    options = {
        name: not p.is_flag
        for p in command.params
        if p.param_type_name == "option"
        for name in (*p.opts, *p.secondary_opts)
    }
    arguments = [
        {
            "name": p.name,
            "required": p.required,
            "many": p.nargs == -1,
            "choices": list(getattr(p.type, "choices", [])),
        }
        for p in command.params
        if p.param_type_name == "argument"
    ]
    anything = bool(command.context_settings.get("ignore_unknown_options"))
    return {"options": options | {"--help": False, "-h": False}, "arguments": arguments, "anything": anything}


if __name__ == "__main__":
    print(json.dumps(dataclasses.asdict(_gathered())))
