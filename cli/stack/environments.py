"""config/environments.yaml as values for the charts: what all releases of one environment are told."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def environments() -> dict[str, dict[str, Any]]:
    """name → its row"""
    rows: dict[str, dict[str, Any]] = yaml.safe_load(files("config").joinpath("environments.yaml").read_text("utf-8"))
    return rows


def values(name: str, port: int) -> dict[str, Any]:
    """The Helm values; the digests of images and Kafka's address are added by ci/deploy, which learns them last."""
    row = environments()[name]
    mongodb, kafka = row["mongodb"], row["kafka"]
    return {
        "global": {
            "environment": name,
            "registry": f"{row['region']}-docker.pkg.dev/{row['registry']}/ms-commerce",
            "env": {
                "ENVIRONMENT": name,
                "HOST": "0.0.0.0",  # noqa: S104  # a pod's own address; its NetworkPolicy says who may call
                "PORT": str(port),
                "DATA_DIR": "/tmp/ms-commerce",  # noqa: S108  # a container's own /tmp
                "PUBLIC_URL": f"https://{row['host']}",
                "SERVICE_URL_TEMPLATE": "http://{service}:{port}",
                "LOG_LEVEL": row["log_level"],
                "GOOGLE_CLOUD_PROJECT": row["project"],
                # SIGTERM gives tasks `worker_soft_shutdown_timeout` to end; what is left is delivered again.
                "REMAP_SIGTERM": "SIGQUIT",
            },
            "outside": {
                "mongodb": {"cidr": mongodb["cidr"], "port": mongodb["port"], "endPort": mongodb["end_port"]},
                "kafka": {"cidr": kafka["cidr"], "port": kafka["port"]},
                "payments": {"cidr": row["payments"]["cidr"], "port": row["payments"]["port"]},
            },
        }
    }
