"""Apache Kafka itself, one KRaft node on free ports: the broker whose behaviour is the truth.

`ci/setup` puts its jars into build/kafka/lib, from Maven Central.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from string import Template
from types import MappingProxyType

from cli.stack.embedded import kafka_answers
from tests.support.process import ServerProcess, free_port
from tests.support.servers import Server, installed

REPOSITORY = Path(__file__).parents[2]
SETTINGS = REPOSITORY / "ci" / "kafka"
JARS = REPOSITORY / "build" / "kafka" / "lib"
CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg"
HEAP = ("-Xms512m", "-Xmx512m")


def apache_kafka(
    data_dir: Path, more: str = "", let_in: Mapping[str, str] = MappingProxyType({}), *format_options: str
) -> Server:
    """A fresh node; killed and started again it finds its log, as a broker in production does.

    ``more`` of its properties win; ``let_in`` is what librdkafka must then know to be let in;
    ``format_options`` go to the tool that makes its storage, for instance `--add-scram`.
    """
    port, controller_port = free_port(), free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    settings = data_dir / "server.properties"
    template = Template((SETTINGS / "server.properties").read_text() + more)
    settings.write_text(template.substitute(port=port, controller_port=controller_port, data_dir=data_dir / "kafka"))
    log = data_dir / "kafka.log"
    with log.open("ab") as out:
        formatting = [*_java("kafka.tools.StorageTool"), "format", "-t", CLUSTER_ID, "-c", str(settings)]
        subprocess.run([*formatting, *format_options], check=True, stdout=out, stderr=out)
    url = f"127.0.0.1:{port}"
    command = [*_java("kafka.Kafka", *HEAP), str(settings)]
    process = ServerProcess("Apache Kafka", command, lambda: kafka_answers(url, let_in), log)
    process.start()
    return Server(process, port, url)


def properties(settings: Mapping[str, str]) -> str:
    """The settings as lines of a properties file."""
    return "".join(f"\n{name}={value}" for name, value in settings.items())


def _java(main: str, *options: str) -> list[str]:
    """The command that runs a class of Kafka's; RuntimeError where Java or the jars are missing."""
    if not any(JARS.glob("kafka_*.jar")):
        raise RuntimeError(f"Apache Kafka is not in {JARS}: run ci/setup")
    java = installed("java", "a JDK 17 or later is needed for Apache Kafka")
    logging = f"-Dlog4j2.configurationFile={SETTINGS / 'log4j2.properties'}"
    return [java, *options, logging, "-cp", f"{JARS}/*", main]
