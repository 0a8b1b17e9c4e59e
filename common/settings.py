"""What the environment decides, read once.

A process is told where its database, its broker and its neighbours are; nothing else in the house reads
``os.environ`` for these. Left alone, everything points at the laptop's stack, whose ports all derive from
``PORT``.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from common.services import table

LOG_DAYS = 14  # for as long, at most, Kafka's topics may hold a command that was answered
LAPTOP_MONGODB_URI = "mongodb://127.0.0.1:{port}/?directConnection=true&retryWrites=false"
"""SecantusDB looks through up to 10,000 remembered writes at each one that may be repeated; a write that breaks off is
told to the caller as 503, or tried again by its task."""
DEVELOPMENT_SECRET = "only-for-this-laptop"  # noqa: S105  # production must set another: `check` insists


@dataclass(frozen=True)
class Kafka:
    """How to reach the broker: plain on a laptop, SASL_SSL elsewhere."""

    bootstrap_servers: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    security_protocol: str | None = None
    sasl_mechanism: str | None = None
    ca_file: str | None = None

    def client_config(self) -> dict[str, str]:
        """The same in librdkafka's words, for an AdminClient, Producer or Consumer."""
        protocol = self.security_protocol or ("SASL_SSL" if self.username else "PLAINTEXT")
        config = {"bootstrap.servers": self.bootstrap_servers, "security.protocol": protocol}
        if self.username and self.password:
            mechanism = self.sasl_mechanism or "PLAIN"
            config |= {
                "sasl.mechanism": mechanism,
                "sasl.username": self.username,
                "sasl.password": self.password,
            }
        if self.ca_file:
            config["ssl.ca.location"] = self.ca_file
        return config


@dataclass(frozen=True)
class Settings:
    """One process's view of where everything is."""

    port: int
    """The gateway's; every other port is this plus an offset of config/services.yaml."""
    data_dir: Path
    environment: str
    """``development`` (a laptop, a test), ``staging`` or ``production``."""
    mongodb_uri: str = field(repr=False)
    mongodb_database_prefix: str
    kafka: Kafka
    service_url_template: str
    """A service's own address for other services, with ``{service}`` and ``{port}`` to fill in."""
    public_url: str
    """What clients call: the gateway's address."""
    internal_secrets: tuple[str, ...] = field(repr=False)
    """What services show each other: the first; what they believe: each. Two while they are rotated."""
    payment_providers: Mapping[str, "PaymentProviderAddress"]
    """By the ``paymentInterface`` of the payments that they process."""
    sagas_kept_days: int
    """Runs that are over, and the answers their commands were given."""
    dead_letters_kept_days: int
    """Told to Kafka when the topics are made."""
    log_level: str
    host: str
    """The address to listen on."""
    embedded_mongodb: bool
    embedded_kafka: bool

    def port_of(self, name: str) -> int:
        """The port of a service, or of ``gateway``, ``mongo``, ``kafka``, ``flower``."""
        offsets = table().ports
        return self.port + (offsets[name] if name in offsets else table()[name].port)

    def service_url(self, service: str) -> str:
        """Where other services reach this one, without the gateway."""
        return self.service_url_template.format(service=service, port=self.port_of(service))

    def database_of(self, service: str) -> str:
        """The name of the service's own database."""
        return self.mongodb_database_prefix + service

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every setting; ``ValueError`` says in one sentence what is wrong with one."""
        given = {name: value for name, value in environ.items() if value}
        port = _port(given.get("PORT", "8080"))
        ports = table().ports
        settings = cls(
            port=port,
            data_dir=Path(given.get("DATA_DIR", "var")).absolute(),
            environment=given.get("ENVIRONMENT", "development"),
            mongodb_uri=given.get("MONGODB_URI", LAPTOP_MONGODB_URI.format(port=port + ports["mongo"])),
            mongodb_database_prefix=given.get("MONGODB_DATABASE_PREFIX", "ms-commerce-"),
            kafka=Kafka(
                bootstrap_servers=given.get("KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{port + ports['kafka']}"),
                username=given.get("KAFKA_USERNAME"),
                password=given.get("KAFKA_PASSWORD"),
                security_protocol=given.get("KAFKA_SECURITY_PROTOCOL"),
                sasl_mechanism=given.get("KAFKA_SASL_MECHANISM"),
                ca_file=given.get("KAFKA_CA_FILE"),
            ),
            service_url_template=given.get("SERVICE_URL_TEMPLATE", "http://127.0.0.1:{port}"),
            public_url=given.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            internal_secrets=_secrets(given.get("INTERNAL_SECRET", DEVELOPMENT_SECRET)),
            payment_providers=_payment_providers(given.get("PAYMENT_PROVIDERS", "{}")),
            sagas_kept_days=_days(given, "SAGAS_KEPT_DAYS", 90),
            dead_letters_kept_days=_days(given, "DEAD_LETTERS_KEPT_DAYS", 30),
            log_level=given.get("LOG_LEVEL", "INFO").upper(),
            host=given.get("HOST", "127.0.0.1"),
            embedded_mongodb="MONGODB_URI" not in given,
            embedded_kafka="KAFKA_BOOTSTRAP_SERVERS" not in given,
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what could only fail later, or fail open."""
        if urlsplit(self.mongodb_uri).scheme not in {"mongodb", "mongodb+srv"}:
            raise ValueError("MONGODB_URI must start with mongodb:// or mongodb+srv://.")
        if self.environment != "development" and DEVELOPMENT_SECRET in self.internal_secrets:
            raise ValueError(f"INTERNAL_SECRET must be set where ENVIRONMENT is {self.environment}.")
        if self.sagas_kept_days < self.dead_letters_kept_days + LOG_DAYS:
            raise ValueError(
                f"SAGAS_KEPT_DAYS must be at least {LOG_DAYS} more than DEAD_LETTERS_KEPT_DAYS: "
                "a dead letter that is replayed must find its answer."
            )


@dataclass(frozen=True)
class PaymentProviderAddress:
    url: str
    secret: str = field(repr=False)
    """What we sign with, and believe."""
    secret_before: str | None = field(default=None, repr=False)
    """What we still believe while the two sides change to another."""
    timeout_seconds: float = 2.0


def _payment_providers(text: str) -> Mapping[str, PaymentProviderAddress]:
    """``{"hatpay": {"url": "https://…", "secret": "…", "timeout_seconds": 2}}``"""
    try:
        return {name: PaymentProviderAddress(**given) for name, given in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise ValueError('PAYMENT_PROVIDERS must be JSON such as {"hatpay": {"url": "…", "secret": "…"}}.') from None


def _secrets(text: str) -> tuple[str, ...]:
    """One, or two with a comma between them (docs/infrastructure.md#rotating)."""
    given = tuple(filter(None, (each.strip() for each in text.split(","))))
    if not 1 <= len(given) <= 2:
        raise ValueError("INTERNAL_SECRET must be one value, or two with a comma between them.")
    return given


def _port(text: str) -> int:
    # The highest offset of the table must still be a port.
    if not text.isdecimal() or not 1024 <= int(text) <= 65000:
        raise ValueError(f"PORT must be a number between 1024 and 65000, not {text!r}.")
    return int(text)


def _days(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{name} must be a number of days, not {text!r}.")
    return int(text)


@cache
def settings() -> Settings:
    """This process's settings. A test that changes the environment calls ``settings.cache_clear()``."""
    return Settings.from_environment(os.environ)
