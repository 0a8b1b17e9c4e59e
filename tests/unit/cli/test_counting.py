"""Metrics of several processes are added up in files; who counts before it is told which counts for itself alone."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_process_loads_nothing_that_counts_before_it_is_told_where(command: str) -> None:
    loaded = f"import sys, cli.{command}; print('prometheus_client.values' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "False"
