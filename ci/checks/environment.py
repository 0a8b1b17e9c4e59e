"""What processes are told: variables that the code reads, and secrets that somebody keeps."""

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from ci.checks.facts import Facts
from ci.checks.findings import Finding
from ci.checks.rendering import Cluster, Rendered

OTHERS_READ = ("REMAP_SIGTERM", "FLOWER_*", "GOOGLE_CLOUD_PROJECT")
"""Celery, Flower and the logs read these themselves."""
ALWAYS = {"ENVIRONMENT", "HOST", "PORT", "DATA_DIR", "SERVICE_URL_TEMPLATE", "PUBLIC_URL", "INTERNAL_SECRET"}
LEAST_BYTES = 16
BROKER = {"KAFKA_BOOTSTRAP_SERVERS", "KAFKA_USERNAME", "KAFKA_PASSWORD"}
NEEDS = {
    "gateway": set(),
    "flower": ALWAYS | BROKER | {"FLOWER_BASIC_AUTH"},
    "beat": ALWAYS | BROKER,
}
OF_A_SERVICE = ALWAYS | BROKER | {"MONGODB_URI"}


def bad_environments(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    for pod in cluster.pods:
        names = [variable["name"] for variable in pod.container.get("env", [])]
        for name in names:
            known = name in facts.settings or any(fnmatchcase(name, pattern) for pattern in OTHERS_READ)
            if not known and pod.name != "gateway":
                yield pod.wrong(f"is told {name}, which nothing reads")
        for name in sorted(NEEDS.get(pod.name, OF_A_SERVICE) - {*names}):
            yield pod.wrong(f"is not told {name}, which it needs")
        told = {variable["name"]: variable.get("value") for variable in pod.container.get("env", [])}
        if pod.name != "gateway" and told.get("ENVIRONMENT") != pod.environment:
            yield pod.wrong(f"is told that it runs in {told.get('ENVIRONMENT')}, and runs in {pod.environment}")
        if pod.name == "flower" and pod.environment == "production" and told.get("FLOWER_READ_ONLY") != "true":
            yield pod.wrong("is not read-only: FLOWER_READ_ONLY must be true in production")
        yield from _others(pod, facts)
    yield from _secrets(cluster)
    yield from _plain(cluster)


def _others(pod: Rendered, facts: Facts) -> Iterator[Finding]:
    """A process that reads another's Secret has another's rights in the database and on topics."""
    own = pod.name.removeprefix("worker-").removeprefix("before-")
    if own not in facts.services:
        return
    for variable in pod.container.get("env", []):
        secret = variable.get("valueFrom", {}).get("secretKeyRef", {}).get("name", own)
        if secret != own:
            yield pod.wrong(f"reads {variable['name']} of Secret {secret}: that is not {own}'s")


def _secrets(cluster: Cluster) -> Iterator[Finding]:
    """Every key that a pod or KEDA reads is in a file of secrets/, and every key there is read."""
    for environment in cluster.environments:
        read: dict[str, set[str]] = defaultdict(set)
        kept = {path.stem: path for path in (cluster.root / "secrets" / environment).glob("*.yaml")}
        for each, secret, key in _readers(cluster, environment):
            read[secret].add(key)
            if secret not in kept:
                yield each.wrong(f"reads {key} of Secret {secret}, but there is no secrets/{environment}/{secret}.yaml")
            elif key not in _keys(kept[secret]):
                yield each.wrong(f"reads {key} of Secret {secret}, which secrets/{environment}/{secret}.yaml lacks")
        for secret, path in kept.items():
            for key in sorted(_keys(path) - read[secret]):
                yield Finding(f"secrets/{environment}/{path.name}", f"keeps {key}, which nothing reads")


def _plain(cluster: Cluster) -> Iterator[Finding]:
    """What is not a ciphertext of Cloud KMS was written there by hand."""
    for environment in cluster.environments:
        for path in sorted((cluster.root / "secrets" / environment).glob("*.yaml")):
            for key, kept in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
                texts = [each.get("ciphertext") for each in kept] if isinstance(kept, list) else [kept]
                if not all(text is None or _is_ciphertext(text) for text in texts):
                    yield Finding(f"secrets/{environment}/{path.name}", f"keeps {key} in plain text: ci/secrets set")


def _is_ciphertext(text: object) -> bool:
    try:
        return len(base64.b64decode(str(text), validate=True)) > LEAST_BYTES
    except binascii.Error:
        return False


def _keys(path: Path) -> set[str]:
    return set(yaml.safe_load(path.read_text("utf-8")) or {})


def _readers(cluster: Cluster, environment: str) -> Iterator[tuple[Rendered, str, str]]:
    for pod in cluster.pods:
        for variable in pod.container.get("env", []):
            if pod.environment == environment and "valueFrom" in variable:
                place = variable["valueFrom"]["secretKeyRef"]
                yield pod, place["name"], place["key"]
    for authentication in cluster.of_kind("TriggerAuthentication"):
        if authentication.environment == environment:
            for target in authentication.object["spec"]["secretTargetRef"]:
                yield authentication, target["name"], target["key"]
