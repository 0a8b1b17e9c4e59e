"""Apache Kafka as others run it: it wants a name and a password, over TLS with a certificate of its own authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.apache_kafka import apache_kafka
from tests.support.servers import Server

USER, PASSWORD = "shop", "not-a-secret"
LISTENER = """
listeners=SASL_SSL://127.0.0.1:${{port}},CONTROLLER://127.0.0.1:${{controller_port}}
advertised.listeners=SASL_SSL://127.0.0.1:${{port}}
listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=SASL_SSL
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
username="broker" password="{password}" user_broker="{password}" user_{user}="{password}";
ssl.keystore.type=PEM
ssl.keystore.location={keys}
ssl.truststore.type=PEM
ssl.truststore.location={certificate}
"""


@dataclass(frozen=True)
class Secured:
    server: Server
    environment: Mapping[str, str]
    """What `ms-commerce` must be told to be let in."""


def secured_kafka(data_dir: Path) -> Secured:
    data_dir.mkdir(parents=True, exist_ok=True)
    keys, certificate = data_dir / "keys.pem", data_dir / "certificate.pem"
    private, public = self_signed()
    keys.write_bytes(private + public)
    certificate.write_bytes(public)
    listener = LISTENER.format(user=USER, password=PASSWORD, keys=keys, certificate=certificate)
    let_in = {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "sasl.username": USER,
        "sasl.password": PASSWORD,
        "ssl.ca.location": str(certificate),
    }
    server = apache_kafka(data_dir, listener, let_in)
    told = {
        "KAFKA_BOOTSTRAP_SERVERS": server.url,
        "KAFKA_USERNAME": USER,
        "KAFKA_PASSWORD": PASSWORD,
        "KAFKA_CA_FILE": str(certificate),
    }
    return Secured(server, told)


def self_signed() -> tuple[bytes, bytes]:
    """Key and certificate for 127.0.0.1, PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, pkcs8, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(pem, pkcs8, plain), certificate.public_bytes(pem)
