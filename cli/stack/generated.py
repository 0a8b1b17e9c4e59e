"""The files that config/services.yaml and environments.yaml decide; ``ci/gen`` writes and checks them."""

from cli.stack import cluster, gateway
from cli.stack.processes import BEAT_APP, FLOWER_APP, procfile
from cli.stack.templates import render
from common.services import Table

PORT = 8080
"""The gateway's in a container; every other port derives from it there too."""


def files(table: Table) -> dict[str, str]:
    """path from the root of the repository → text"""
    return {
        "Procfile": procfile(table),
        "config/nginx.conf": gateway.configuration(table, gateway.in_containers(table, PORT)),
        "compose.yaml": render("compose.yaml.j2", table=table, port=PORT, beat_app=BEAT_APP, flower_app=FLOWER_APP),
        "config/observability/prometheus.yml": render("prometheus.yml.j2", table=table, port=PORT),
        "docs/services.md": render("services.md.j2", table=table, port=PORT),
        **cluster.files(table, PORT),
    }
