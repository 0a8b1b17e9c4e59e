"""Names that one file gives and another asks for, where no schema sees both: Terraform, CircleCI, ci/ and charts."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from ci.checks.findings import Finding
from ci.checks.rendering import Cluster

Pattern = tuple[str, str]
"""A file, and a regular expression whose group is the name in it."""

CIRCLECI, DOOR = ".circleci/config.yml", "ci/cluster"
CLUSTER, EDGE = "terraform/modules/cluster/main.tf", "terraform/modules/edge/main.tf"
NETWORK = "terraform/modules/network/main.tf"
IDENTITY, SECRETS = "terraform/modules/identity/main.tf", "terraform/modules/secrets/main.tf"

SAME: dict[str, tuple[Pattern, Pattern]] = {
    "the cluster": (
        (CLUSTER, r'"google_container_cluster" "main" \{\s+name\s*= "([^"]+)"'),
        (DOOR, r"clusters get-credentials (\S+)"),
    ),
    "the key ring": (
        (SECRETS, r'"google_kms_key_ring" "main" \{\s+name\s*= "([^"]+)"'),
        ("ci/secrets", r"/keyRings/([^/]+)/"),
    ),
    "the key": (
        (SECRETS, r'"google_kms_crypto_key" "secrets" \{\s+name\s*= "([^"]+)"'),
        ("ci/secrets", r'/cryptoKeys/([^/"]+)"'),
    ),
    "CI's pool of identities": (
        (IDENTITY, r'workload_identity_pool_id\s*= "([^"]+)"'),
        ("ci/login", r"/workloadIdentityPools/([^/]+)/"),
    ),
    "CI's identity provider": (
        (IDENTITY, r'workload_identity_pool_provider_id\s*= "([^"]+)"'),
        ("ci/login", r'/providers/([^/"]+)"'),
    ),
    "CI's accounts": (
        (IDENTITY, r'account_id\s*= "(ci[^$]*)\$\{each.key\}"'),
        ("ci/login", r"--service-account=\"([^$]+)\$identity@"),
    ),
    "the namespace that Google believes": (
        ("terraform/main.tf", r'namespace\s*= "([^"]+)"'),
        ("charts/namespace.yaml", r"(?m)^metadata:\s*\{?\s*name: ([\w-]+)"),
    ),
    "the namespace that is deployed to": (
        ("charts/namespace.yaml", r"(?m)^metadata:\s*\{?\s*name: ([\w-]+)"),
        ("ci/deploy", r'NAMESPACE = "([^"]+)"'),
    ),
    "the namespace of Secrets": (
        ("charts/namespace.yaml", r"(?m)^metadata:\s*\{?\s*name: ([\w-]+)"),
        ("ci/secrets", r'NAMESPACE = "([^"]+)"'),
    ),
    "the variable that says where Kafka is": (
        ("ci/checks/rendering.py", r'"env": \{"(\w+)"'),
        ("ci/deploy", r'told = \{"(\w+)"'),
    ),
    "where Kafka is": (
        ("ci/deploy", r'outputs\["([^"]+)"\]\["value"\]'),
        ("terraform/outputs.tf", r'output "([^"]*kafka[^"]*)" \{'),
    ),
}  # fmt: skip


def disagreements(root: Path, cluster: Cluster) -> Iterator[Finding]:
    for what, (given, asked) in SAME.items():
        names = [_named(root, *place) for place in (given, asked)]
        for (file, _), name in zip((given, asked), names, strict=True):
            if name is None:
                yield Finding(file, f"does not say {what} where it is looked for (ci/checks/agreement.py)")
        if None not in names and names[0] != names[1]:
            yield Finding(asked[0], f"calls {what} {names[1]}, but {given[0]} calls it {names[0]}")
    yield from _regions_and_registries(root)
    yield from _gateways(root, cluster)
    yield from _credentials(root)
    yield from _rules(root, cluster)
    yield from _ranges(root)


def _named(root: Path, file: str, pattern: str) -> str | None:
    found = re.search(pattern, (root / file).read_text("utf-8"))
    return found.group(1) if found else None


def _regions_and_registries(root: Path) -> Iterator[Finding]:
    """What ci/ says as words, config/environments.yaml says for Terraform."""
    rows = yaml.safe_load((root / "config/environments.yaml").read_text("utf-8"))
    regions = {row["region"] for row in rows.values()}
    for region in re.findall(r"--region (\S+)", (root / DOOR).read_text("utf-8")):
        if regions != {region}:
            yield Finding(DOOR, f"looks for the cluster in {region}, config/environments.yaml in {sorted(regions)}")
    places = {f"{row['region']}-docker.pkg.dev/{row['registry']}/ms-commerce" for row in rows.values()}
    for place in re.findall(r"ci/image (\S+)", (root / CIRCLECI).read_text("utf-8")):
        if places != {place}:
            yield Finding(CIRCLECI, f"pushes images to {place}, where no environment looks for them: {sorted(places)}")


def _gateways(root: Path, cluster: Cluster) -> Iterator[Finding]:
    """The address and the certificates that Terraform makes are those that the Gateway hangs on."""
    address = _named(root, EDGE, r'"google_compute_global_address" "main" \{\s+name\s*= "([^"]+)"')
    certificates = _named(root, EDGE, r'"google_certificate_manager_certificate_map" "main" \{\s+name\s*= "([^"]+)"')
    for gateway in cluster.of_kind("Gateway"):
        for asked in gateway.object["spec"].get("addresses", []):
            if asked["value"] != address:
                yield gateway.wrong(f"asks for the address {asked['value']}, but {EDGE} makes {address}")
        asked = gateway.object["metadata"].get("annotations", {}).get("networking.gke.io/certmap")
        if asked != certificates:
            yield gateway.wrong(f"asks for the certificates {asked}, but {EDGE} makes {certificates}")


def _credentials(root: Path) -> Iterator[Finding]:
    """What Terraform hands to `ci/secrets take` are keys that a file of secrets/ has."""
    given = set(re.findall(r"\b([A-Z][A-Z_]+[A-Z])\s*=", (root / "terraform/outputs.tf").read_text("utf-8")))
    given |= set(re.findall(r"\b(KAFKA_[A-Z_]+)\s*=", (root / "terraform/modules/kafka/main.tf").read_text("utf-8")))
    kept = {
        key for path in (root / "secrets").glob("*/*.yaml") for key in yaml.safe_load(path.read_text("utf-8")) or {}
    }
    for key in sorted(given - kept):
        yield Finding("terraform, output credentials", f"hands on {key}, which no file of secrets/ keeps")
    for key in sorted({"MONGODB_URI", "KAFKA_USERNAME", "KAFKA_PASSWORD"} - given):
        yield Finding("terraform, output credentials", f"does not hand on {key}, which secrets/ waits for")


def _rules(root: Path, cluster: Cluster) -> Iterator[Finding]:
    """Each file of rules reaches the cluster's Prometheus."""
    files = {path.stem.replace("_", "-"): path for path in (root / "config/observability/rules").glob("*.yml")}
    for environment in cluster.environments:
        there = {each.name for each in cluster.of_kind("Rules") if each.environment == environment}
        for name in sorted(files.keys() - there):
            where = str(files[name].relative_to(root))
            yield Finding(where, f"does not reach {environment}: charts/platform makes no Rules {name}")


def _ranges(root: Path) -> Iterator[Finding]:
    """The cluster's pods and services have addresses of ranges that the network has."""
    made = set(re.findall(r'\brange_name\s*= "([^"]+)"', (root / NETWORK).read_text("utf-8")))
    for name in re.findall(r'_secondary_range_name\s*= "([^"]+)"', (root / CLUSTER).read_text("utf-8")):
        if name not in made:
            yield Finding(CLUSTER, f"takes addresses from range {name}, which {NETWORK} does not make")
