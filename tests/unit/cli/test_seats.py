"""Processes of one worker pool on one machine do not share a name, and a killed one's successor has its name again."""

import subprocess
import sys
from pathlib import Path

from cli.seats import take_seat

SITS_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from cli.seats import take_seat
print(take_seat(Path(sys.argv[1]), "worker-order", "here"), flush=True)
time.sleep(60)
"""


def test_the_second_process_of_a_pool_is_numbered(tmp_path: Path) -> None:
    taken = [take_seat(tmp_path / "metrics", "worker-order", "here") for _ in range(3)]
    assert taken == ["here", "here-2", "here-3"]
    assert take_seat(tmp_path / "metrics", "worker-cart", "here") == "here"


def test_who_replaces_a_killed_process_takes_its_seat(tmp_path: Path) -> None:
    def sit_down() -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-c", SITS_UNTIL_KILLED, str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    processes = [sit_down(), sit_down()]
    assert [seat for _, seat in processes] == ["here", "here-2"]
    processes[0][0].kill()
    processes[0][0].wait()
    processes.append(sit_down())
    assert processes[2][1] == "here"
    for process, _ in processes:
        process.kill()
        process.wait()
