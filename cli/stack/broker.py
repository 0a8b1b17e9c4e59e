"""The laptop's Kafka as one process to start and stop: noida-db on a port of its own, and the long poll before it.

python -m cli.stack.broker PORT DATA_DIR
"""

import asyncio
import ctypes
import importlib.util
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from cli.stack.long_poll import LongPoll

HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1


def program() -> Path | None:
    """noida-db itself, if its package is installed."""
    package = importlib.util.find_spec("noida_db")
    return Path(package.origin).with_name("noida-db") if package and package.origin else None


async def run(port: int, data_dir: Path) -> int:
    """Serve until told to end or until the broker ends; its exit code."""
    noida = program()
    if noida is None:
        sys.exit("noida-db is not installed.")
    noida.chmod(0o755)
    broker_port = _free_port()
    command = (noida, "start", "--only", "kafka", "--kafka-port", str(broker_port), "--data-dir", data_dir)
    broker = await asyncio.create_subprocess_exec(*command, preexec_fn=_die_with_parent)
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, _end, broker)
    polling = asyncio.create_task(LongPoll(HOST, port, broker_port).serve())
    ended = asyncio.create_task(broker.wait())
    await asyncio.wait({polling, ended}, return_when=asyncio.FIRST_COMPLETED)
    if polling.done():  # its port is taken
        _end(broker)
        print(f"kafka: {polling.exception()}", file=sys.stderr)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    return await ended


def _end(broker: asyncio.subprocess.Process) -> None:
    """SIGINT is what it saves its data on."""
    with suppress(ProcessLookupError):
        broker.send_signal(signal.SIGINT)


def _die_with_parent() -> None:
    """A killed laptop broker is killed whole; elsewhere than on Linux its process group is what ends it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(asyncio.run(run(int(sys.argv[1]), Path(sys.argv[2]))))
