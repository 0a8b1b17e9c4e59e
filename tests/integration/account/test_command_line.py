"""Projects and API clients as an operator makes them, without being anybody's user."""

from click.testing import CliRunner, Result

from apps.account.api_clients.document import new_id
from cli.clients import clients
from cli.projects import projects
from tests.integration.account.people import Program


def run(command, *arguments, **options) -> Result:
    return CliRunner().invoke(command, list(arguments), env={"COLUMNS": "200"}, **options)


def test_an_operator_makes_a_project_and_a_client_that_gets_tokens(app):
    made = run(projects, "create", "shop", "--name", "The shop", "--currency", "EUR", "--country", "DE")
    assert made.output == "Project shop is there.\n"
    assert "The shop" in run(projects, "list").output
    printed = run(clients, "create", "--project", "shop").output
    said = dict(line.split("=", 1) for line in printed.splitlines())
    program = Program(app, {"id": said["CTP_CLIENT_ID"], "secret": said["CTP_CLIENT_SECRET"]})
    assert program.asks(grant_type="client_credentials")["scope"] == said["CTP_SCOPES"] == "manage_project:shop"
    assert said["CTP_CLIENT_ID"] in run(clients, "list", "--project", "shop").output


def test_a_client_that_an_operator_ends_gets_no_more_tokens(app):
    run(projects, "create", "shop")
    said = dict(line.split("=", 1) for line in run(clients, "create", "--project", "shop").output.splitlines())
    program = Program(app, {"id": said["CTP_CLIENT_ID"], "secret": said["CTP_CLIENT_SECRET"]})
    assert run(clients, "delete", "--project", "shop", program.id).exit_code == 0
    assert program.asks(status=401, grant_type="client_credentials")["error"] == "invalid_client"


def test_no_clients_id_looks_like_an_option_of_a_command():
    assert not [id for id in (new_id() for _ in range(1000)) if id.startswith("-")]


def test_what_is_refused_is_one_sentence(app, ann):
    assert "duplicate" in run(projects, "create", "shop").output.lower()
    assert run(clients, "create", "--project", "nowhere").output == "Error: There is no project nowhere.\n"
    refused = run(projects, "delete", "shop", "--yes")
    assert (refused.exit_code, refused.output) == (1, "Error: Only the owner of project 'shop' may delete it.\n")
    assert run(projects, "create", "a b").exit_code == 1
