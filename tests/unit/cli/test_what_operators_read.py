"""What the command says to whoever runs the platform."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from confluent_kafka import KafkaError, KafkaException
from pymongo.errors import ServerSelectionTimeoutError
from rich.table import Table

import cli.main
from cli.away import away
from cli.tables import console
from common.settings import settings
from tests.support.stack import free_ports


def test_a_table_in_a_pipe_is_as_wide_as_it_is(capsys):
    rows = Table("what")
    rows.add_row("x" * 300)
    console().print(rows)
    assert "x" * 300 in capsys.readouterr().out


def test_a_database_that_is_away_is_one_sentence():
    problem = ServerSelectionTimeoutError("127.0.0.1:1: refused (configured timeouts: 5 s), Timeout: 5.0s, Topology: …")
    said = away(problem)
    assert said is not None
    assert said.startswith("MongoDB does not answer: 127.0.0.1:1: refused. ")


def test_a_broker_that_is_away_is_one_sentence():
    said = away(KafkaException(KafkaError(KafkaError._TIMED_OUT)))
    assert said is not None
    assert "does not answer: Local: Timed out. " in said


def test_a_wrong_address_of_the_broker_is_one_sentence(monkeypatch):
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "h1:port")
    settings.cache_clear()
    said = CliRunner().invoke(cli.main.main, ["queues"])
    settings.cache_clear()
    assert said.exit_code == 1
    assert said.output == (
        "Error: Kafka cannot be used as it is configured (KAFKA_…): "
        "Bad broker address 'h1:port': write host:port, several separated by commas.\n"
    )


@pytest.mark.parametrize("command", ["serve", "work"])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"KAFKA_SECURITY_PROTOCOL": "tls"}, "'security_protocol' must be one of PLAINTEXT, SSL, SASL_SSL, SASL_PLAIN"),
        (
            {"KAFKA_USERNAME": "u", "KAFKA_PASSWORD": "p", "KAFKA_SASL_MECHANISM": "ROT-13"},  # only librdkafka knows
            "librdkafka cannot work with these options: Failed to create admin client: Unsupported SASL mechanism: ROT",
        ),
    ],
)
def test_a_process_that_cannot_use_kafka_as_configured_says_so_and_ends(command, wrong, sentence, tmp_path):
    ended = subprocess.run(
        [Path(sys.executable).with_name("ms-commerce"), command, "account"],
        env=os.environ | wrong | {"PORT": str(free_ports()), "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: Kafka cannot be used as it is configured (KAFKA_…): ")
    assert sentence in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_mistake_of_ours_is_not_taken_for_a_server():
    assert away(KeyError("x")) is None


def test_a_command_says_so(monkeypatch):
    def fails(*_):
        raise ServerSelectionTimeoutError("127.0.0.1:1: refused")

    monkeypatch.setattr("cli.outbox.connect", fails)
    said = CliRunner().invoke(cli.main.main, ["outbox"])
    assert (said.exit_code, said.output.splitlines()[0][:36]) == (1, "Error: MongoDB does not answer: 127.")
