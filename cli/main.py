"""The command ``ms-commerce``. A subcommand is a module that is only imported when it is asked for."""

from importlib import import_module
from typing import Any

import click

COMMANDS = {
    # name: where its click.Command is
    "clients": "cli.clients:clients",
    "coverage": "cli.coverage:command",
    "dead-letters": "cli.dead_letters:dead_letters",
    "demo": "cli.demo:demo",
    "indexes": "cli.indexes:indexes",
    "keys": "cli.keys:keys",
    "migrate": "cli.migrate:migrate",
    "openapi": "cli.openapi:openapi",
    "outbox": "cli.outbox:outbox",
    "projects": "cli.projects:projects",
    "queues": "cli.queues:queues",
    "replicas": "cli.replicas:replicas",
    "ready": "cli.ready:ready",
    "run": "cli.stack.run:run",
    "sagas": "cli.sagas:sagas",
    "seed": "cli.seed.command:seed",
    "serve": "cli.serve:serve",
    "start": "cli.stack.start:start",
    "topics": "cli.topics:topics",
    "work": "cli.work:work",
}


class Commands(click.Group):
    """The subcommands of COMMANDS."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, command = COMMANDS[name].split(":")
        found = getattr(import_module(module), command)
        assert isinstance(found, click.Command)  # noqa: S101  # a mistake in the table above
        return found

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Exception as problem:
            from cli.away import away  # costs a second that `--help` need not take

            if said := away(problem):
                raise click.ClickException(said) from problem
            raise


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ms-commerce")
def main() -> None:
    """An open, self-hosted commerce backend that speaks the commercetools HTTP API."""
