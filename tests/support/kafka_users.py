"""Apache Kafka over TLS, with users that are made and forgotten while it runs, as API keys of Confluent Cloud are."""

from pathlib import Path
from types import TracebackType
from typing import Self

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._scram import (  # where its own types say that they are
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)

from tests.support.apache_kafka import apache_kafka, properties
from tests.support.process import free_port
from tests.support.secured_kafka import self_signed

MECHANISM = ScramMechanism.SCRAM_SHA_256
LET_IN_AGAIN_SECONDS = 5
"""A connection has to say anew who it is: whoever was forgotten is out by then, as with Confluent's keys."""


class KafkaUsers:
    """`users.environment(2)` is what a process of the second generation is told."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        keys, self.certificate = folder / "keys.pem", folder / "certificate.pem"
        private, public = self_signed()
        keys.write_bytes(private + public)
        self.certificate.write_bytes(public)
        self.address = f"127.0.0.1:{free_port()}"
        settings = {
            "listeners": f"PLAINTEXT://127.0.0.1:${{port}},SASL_SSL://{self.address},"
            "CONTROLLER://127.0.0.1:${controller_port}",
            "advertised.listeners": f"PLAINTEXT://127.0.0.1:${{port}},SASL_SSL://{self.address}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(keys),
            "sasl.enabled.mechanisms": "SCRAM-SHA-256",
            "listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config": (
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
            ),
            "connections.max.reauth.ms": str(LET_IN_AGAIN_SECONDS * 1000),
        }
        self.server = apache_kafka(folder / "broker", properties(settings))
        self._admin = AdminClient({"bootstrap.servers": self.server.url})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.process.kill()

    def make(self, generation: int) -> None:
        password = self._password(generation).encode()
        made = UserScramCredentialUpsertion(self._user(generation), ScramCredentialInfo(MECHANISM, 4096), password)
        self._alter(made)

    def forget(self, generation: int) -> None:
        self._alter(UserScramCredentialDeletion(self._user(generation), MECHANISM))

    def lets_in(self, generation: int) -> bool:
        client = AdminClient(
            {
                "bootstrap.servers": self.address,
                "security.protocol": "SASL_SSL",
                "ssl.ca.location": str(self.certificate),
                "sasl.mechanism": "SCRAM-SHA-256",
                "sasl.username": self._user(generation),
                "sasl.password": self._password(generation),
            }
        )
        try:
            client.list_topics(timeout=5)
        except KafkaException:
            return False
        return True

    def environment(self, generation: int) -> dict[str, str]:
        return {
            "KAFKA_BOOTSTRAP_SERVERS": self.address,
            "KAFKA_SASL_MECHANISM": "SCRAM-SHA-256",
            "KAFKA_USERNAME": self._user(generation),
            "KAFKA_PASSWORD": self._password(generation),
            "KAFKA_CA_FILE": str(self.certificate),
        }

    def _alter(self, change: UserScramCredentialUpsertion | UserScramCredentialDeletion) -> None:
        for done in self._admin.alter_user_scram_credentials([change]).values():
            done.result(30)

    def _user(self, generation: int) -> str:
        return f"shop-{generation}"

    def _password(self, generation: int) -> str:
        return f"not-a-secret-{generation}"
