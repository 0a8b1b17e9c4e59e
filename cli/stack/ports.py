"""Which port is taken, and by whom."""

import errno
import socket
from collections.abc import Mapping

import psutil

from common.services import Table
from common.settings import Settings


class PortsTaken(RuntimeError):
    """A sentence for the user."""


def ports(table: Table, here: Settings) -> dict[int, str]:
    """Every port of the stack, and what it is for."""
    not_ours = {"mongo": not here.embedded_mongodb, "kafka": not here.embedded_kafka}
    port = here.port
    taken = {port + offset: name for name, offset in table.ports.items() if not not_ours.get(name)}
    taken[port + table.relay.metrics_port] = "the relay's metrics"
    for service in table.services:
        taken[port + service.port] = service.name
        taken[port + service.metrics_port] = f"{service.name}'s metrics"
        taken[port + service.worker.metrics_port] = f"worker-{service.name}'s metrics"
    return taken


def check_free(wanted: Mapping[int, str], choose_with: str = "PORT=…") -> None:
    """``PortsTaken`` names the first port that is in use and its owner."""
    for port, purpose in sorted(wanted.items()):
        if in_use(port):
            raise PortsTaken(
                f"Port {port} ({purpose}) is in use by {owner(port)}: end that, or choose another with {choose_with}"
            )


def owner(port: int) -> str:
    """Who listens on the port, as far as the operating system tells."""
    try:
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr
            if listens and listens.port == port and connection.pid:
                process = psutil.Process(connection.pid)
                return f"{process.name()} (pid {process.pid})"
    except psutil.Error:  # macOS shows other users' connections to root only
        pass
    return "a process that the operating system does not name"


def in_use(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return True
    return False
