"""Prometheus metrics of a service, right in total however many processes it has.

Each process writes its numbers into files of one directory (PROMETHEUS_MULTIPROC_DIR); the one that started
them adds them up and serves them on a port of their own, which the gateway does not know. prometheus_client
decides at *import* whether it works that way, so the directory must be there before: the launching process
(cli/serve.py) sees to it, and wipes what an earlier run left, which would be counted again.
"""

import os
import shutil
from pathlib import Path

from flask import Flask

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


def start_counting_in(directory: Path) -> None:
    """Empty ``directory`` and keep the metrics of this process and its children there. Call it first."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    os.environ[DIRECTORY] = str(directory)


def measure_requests(app: Flask) -> None:
    """Count and time requests by method, route and status; never by path, whose ids have no bound."""
    from prometheus_flask_exporter import PrometheusMetrics
    from prometheus_flask_exporter.multiprocess import MultiprocessPrometheusMetrics

    class FilesOnly(MultiprocessPrometheusMetrics):
        """Writes into the directory; serving is the launching process' part."""

        def should_start_http_server(self) -> bool:
            return False

    if DIRECTORY in os.environ:
        FilesOnly(app, group_by="url_rule")
    else:
        from prometheus_client import CollectorRegistry

        PrometheusMetrics(app, path=None, group_by="url_rule", registry=CollectorRegistry())


def serve_metrics(port: int, host: str = "127.0.0.1") -> None:
    """Serve the sum over all processes from a daemon thread of this one."""
    from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = REGISTRY
    if DIRECTORY in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    start_http_server(port, addr=host, registry=registry)
