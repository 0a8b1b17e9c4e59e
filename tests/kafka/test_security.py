"""TLS and SASL with Apache Kafka: who is let in works, who is not is told in one sentence."""

import base64
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from celery import Celery

import common.kafka
from common.kafka.errors import KafkaUnavailable
from tests.kafka.conftest import Lab
from tests.support.apache_kafka import apache_kafka, properties
from tests.support.process import free_port
from tests.support.secured_kafka import self_signed

pytestmark = [pytest.mark.apache, pytest.mark.kafka]

USER, PASSWORD = "alice", "s3cret!"
ODD_PASSWORD = "#1%/@?;:+,& [x]"  # as Confluent Cloud's secrets have / and +
MODULES = "org.apache.kafka.common.security"
JAAS = {
    "plain": f'{MODULES}.plain.PlainLoginModule required user_{USER}="{PASSWORD}" user_bob="{ODD_PASSWORD}";',
    "scram-sha-256": f"{MODULES}.scram.ScramLoginModule required;",
    "oauthbearer": f'{MODULES}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";',
}


@dataclass
class Guarded:
    """A broker that lets in over TLS, or over TLS with a password or token."""

    ssl: str
    sasl_ssl: str
    certificate: Path

    def app(self, url: str, **options: Any) -> Celery:
        app = Celery(broker=url, set_as_current=False)
        given = {"replication_factor": 1, "partitions": 1, "ssl_ca_file": str(self.certificate)}
        app.conf.broker_transport_options = {**given, **options}
        app.conf.task_publish_retry = False
        app.conf.broker_connection_timeout = 3
        common.kafka.ensure_ours(app)
        return app


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    directory = tmp_path_factory.mktemp("guarded")
    keys, certificate = directory / "keys.pem", directory / "certificate.pem"
    private, public = self_signed()
    keys.write_bytes(private + public)
    certificate.write_bytes(public)
    ssl, sasl_ssl = free_port(), free_port()
    settings = {
        "listeners": f"PLAINTEXT://127.0.0.1:${{port}},SSL://127.0.0.1:{ssl},SASL_SSL://127.0.0.1:{sasl_ssl},"
        "CONTROLLER://127.0.0.1:${controller_port}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:${{port}},SSL://127.0.0.1:{ssl},"
        f"SASL_SSL://127.0.0.1:{sasl_ssl}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(keys),
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,OAUTHBEARER",
        **{f"listener.name.sasl_ssl.{mechanism}.sasl.jaas.config": jaas for mechanism, jaas in JAAS.items()},
    }
    server = apache_kafka(
        directory / "broker",
        properties(settings),
        {},
        "--add-scram",
        f"SCRAM-SHA-256=[name={USER},password={PASSWORD}]",
    )
    yield Guarded(f"127.0.0.1:{ssl}", f"127.0.0.1:{sasl_ssl}", certificate)
    server.process.kill()


def unsecured_token(_config: str) -> tuple[str, float]:
    """A token as Kafka's own unsecured handler takes it: a JSON web token that nobody signed."""
    expires = time.time() + 600
    claims = {"sub": USER, "iat": time.time(), "exp": expires}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims)]
    return b".".join([*parts, b""]).decode(), expires


def test_a_worker_runs_a_task_over_tls(guarded: Guarded, tmp_path: Path) -> None:
    lab = Lab(guarded.ssl, tmp_path)
    lab.options = {"security_protocol": "SSL", "ssl_ca_file": str(guarded.certificate)}
    lab.send("run", 1)
    lab.worker(pool="threads")
    lab.wait_for([1])
    lab.close()


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256"])
def test_a_worker_runs_a_task_with_a_password(guarded: Guarded, tmp_path: Path, mechanism: str) -> None:
    lab = Lab(guarded.sasl_ssl, tmp_path)
    lab.options = {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": mechanism,
        "username": USER,
        "password": PASSWORD,
        "ssl_ca_file": str(guarded.certificate),
    }
    lab.send("run", 1)
    lab.worker(pool="threads")
    lab.wait_for([1])
    lab.close()


def test_a_password_in_the_url_is_encoded(guarded: Guarded, tmp_path: Path) -> None:
    lab = Lab(f"bob:{quote(ODD_PASSWORD, safe='')}@{guarded.sasl_ssl}", tmp_path)
    lab.options = {"ssl_ca_file": str(guarded.certificate)}
    lab.send("run", 1)
    lab.worker(pool="threads")
    lab.wait_for([1])
    lab.close()


def test_a_token_lets_in(guarded: Guarded) -> None:
    app = guarded.app(f"kafka+sasl_ssl://{guarded.sasl_ssl}", sasl_mechanism="OAUTHBEARER", oauth_token=unsecured_token)
    app.send_task("run", args=[1], queue="with-a-token")
    with app.connection() as connection:
        taken = connection.SimpleQueue("with-a-token").get(timeout=30)
        assert taken.payload[0] == [1]
        taken.ack()


def test_a_wrong_password_is_one_sentence(guarded: Guarded) -> None:
    app = guarded.app(f"kafka://{USER}:wrong@{guarded.sasl_ssl}")
    with pytest.raises(KafkaUnavailable) as refused:
        app.send_task("run", args=[1], queue="never")
    assert str(refused.value).startswith(f"Kafka at {guarded.sasl_ssl} cannot be used: ")
    assert "uthentication failed" in str(refused.value)
    assert "wrong" not in str(refused.value)


def test_a_server_of_an_unknown_authority_is_one_sentence(guarded: Guarded, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(self_signed()[1])
    app = guarded.app(f"kafka+ssl://{guarded.ssl}", ssl_ca_file=str(stranger))
    with pytest.raises(KafkaUnavailable) as refused:
        app.send_task("run", args=[1], queue="never")
    assert str(refused.value).startswith(f"Kafka at {guarded.ssl} cannot be used: ")
    assert "certificate" in str(refused.value)


def test_a_ca_file_that_is_not_there_is_one_sentence(guarded: Guarded) -> None:
    with pytest.raises(common.kafka.Refused, match=r"/nowhere/ca\.pem"):
        guarded.app(f"kafka+ssl://{guarded.ssl}", ssl_ca_file="/nowhere/ca.pem")
