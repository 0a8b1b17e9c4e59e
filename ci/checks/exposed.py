"""What is reached from outside, and what may be done inside: no more than was meant."""

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import yaml

from ci.checks.findings import Finding
from ci.checks.rendering import Cluster, Object, Rendered

KINDS = {
    *("Deployment", "Job", "Service", "ServiceAccount", "NetworkPolicy", "PodDisruptionBudget", "ResourceQuota"),
    *("HorizontalPodAutoscaler", "ScaledObject", "TriggerAuthentication", "PodMonitoring", "Rules"),
    *("Gateway", "HTTPRoute", "HealthCheckPolicy", "GCPBackendPolicy", "Ingress"),
}
"""Nothing of ours asks the cluster's API for anything, so there are no roles; Secrets are ci/secrets'."""
FRONT_ENDS = [ip_network(cidr) for cidr in ("35.191.0.0/16", "130.211.0.0/22")]
"""Google's load balancers: nobody else calls a pod from outside."""
SMALLEST = {"mongodb": 16, "kafka": 0, "payments": 0}
"""How much of the internet an address of config/environments.yaml may be; Kafka's is none of ours."""


def too_open(cluster: Cluster) -> Iterator[Finding]:
    for each in cluster.objects:
        if each.kind not in KINDS:
            yield each.wrong("is of a kind that no release has: who needs more rights, says so in ci/checks/exposed.py")
    for service in cluster.of_kind("Service"):
        if service.object["spec"].get("type", "ClusterIP") != "ClusterIP":
            yield service.wrong(
                f"is a {service.object['spec']['type']}: only the Gateway is to be reached from outside"
            )
    for policy in cluster.of_kind("NetworkPolicy"):
        yield from _policy(policy)
    for environment in cluster.environments:
        yield from _hosts(cluster, environment)


def _policy(policy: Rendered) -> Iterator[Finding]:
    spec = policy.object["spec"]
    for direction, who, verb in (("ingress", "from", "in"), ("egress", "to", "out")):
        for rule in spec.get(direction) or []:
            if not rule.get(who):
                yield policy.wrong(f"lets everybody {verb}: a rule of {direction} says nobody after {who}")
            if not rule.get("ports"):
                yield policy.wrong(f"lets {direction} through on every port")
            for peer in rule.get(who, []):
                if not any(peer.values()) or any(value == {} for value in peer.values()):
                    yield policy.wrong(f"lets everybody {verb}: an empty selector of {direction} matches all")
    for rule in spec.get("ingress") or []:
        for cidr in _cidrs(rule.get("from", [])):
            if not any(ip_network(cidr).subnet_of(front) for front in FRONT_ENDS):  # type: ignore[arg-type]
                yield policy.wrong(f"lets {cidr} in, which are not Google's load balancers")


def _cidrs(peers: list[Object]) -> list[str]:
    return [peer["ipBlock"]["cidr"] for peer in peers if "ipBlock" in peer]


def _hosts(cluster: Cluster, environment: str) -> Iterator[Finding]:
    """A name leads to one thing, and it is a name of this environment."""
    row = yaml.safe_load(Path(cluster.root / "config/environments.yaml").read_text("utf-8"))[environment]
    taken: dict[str, str] = {}
    for route in cluster.of_kind("HTTPRoute", "Ingress"):
        if route.environment != environment:
            continue
        names = route.object["spec"].get("hostnames", [])
        names = names or [rule["host"] for rule in route.object["spec"]["rules"] if "host" in rule]
        for name in names:
            if name in taken:
                yield route.wrong(f"answers to {name}, which is {taken[name]}'s")
            taken[name] = route.name
            if name != row["host"] and name != f"flower.{row['host']}":
                yield route.wrong(f"answers to {name}, but {environment} is {row['host']} (config/environments.yaml)")
