"""What every pod must be: asked whether it is well, restricted, pinned, spread, and given the time to end."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from ci.checks.facts import Facts
from ci.checks.findings import Finding
from ci.checks.rendering import Cluster, Object, Rendered

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
OTHER_PATHS = {"gateway": ["/health"], "flower": ["/healthcheck"]}
"""What is no Flask app of ours answers these."""
METRICS = "/metrics"
MARGIN_SECONDS = 5


def bad_pods(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    for pod in cluster.pods:
        yield from _restricted(pod)
        yield from _pinned(pod)
        yield from _placed(pod, cluster)
        if pod.kind == "Deployment":
            yield from _replaced(pod)
            yield from _asked(pod, facts)
            yield from _ends_in_time(pod, facts)


def _restricted(pod: Rendered) -> Iterator[Finding]:
    whole, container = pod.pod.get("securityContext", {}), pod.container.get("securityContext", {})
    wanted = {
        "runs as root: securityContext.runAsNonRoot is not true": whole.get("runAsNonRoot") is True,
        "has no user: securityContext.runAsUser must be above 0": whole.get("runAsUser", 0) > 0,
        "has no seccomp profile: seccompProfile.type is not RuntimeDefault": (
            whole.get("seccompProfile", {}).get("type") == "RuntimeDefault"
        ),
        "may write to its image: readOnlyRootFilesystem is not true": container.get("readOnlyRootFilesystem") is True,
        "may gain privileges: allowPrivilegeEscalation is not false": (
            container.get("allowPrivilegeEscalation") is False
        ),
        "keeps capabilities: capabilities.drop is not [ALL]": container.get("capabilities", {}).get("drop") == ["ALL"],
        "carries a token of the cluster: automountServiceAccountToken is not false": (
            pod.pod.get("automountServiceAccountToken") is False
        ),
        "has nowhere to write: no volume is mounted at /tmp": any(
            mount["mountPath"] == "/tmp"  # noqa: S108  # a container's own
            for mount in pod.container.get("volumeMounts", [])
        ),
    }
    yield from (pod.wrong(what) for what, holds in wanted.items() if not holds)
    for volume in pod.pod.get("volumes", []):
        if set(volume) != {"name", "emptyDir"}:
            yield pod.wrong(f"mounts {volume['name']}, which is not its own: {sorted({*volume} - {'name'})}")
        elif "sizeLimit" not in volume["emptyDir"]:
            yield pod.wrong(f"may fill its node: volume {volume['name']} has no sizeLimit")


def _pinned(pod: Rendered) -> Iterator[Finding]:
    image = pod.container["image"]
    if not re.fullmatch(r"[a-z0-9./-]+@sha256:[0-9a-f]{64}", image):
        yield pod.wrong(f"runs {image}, which is not pinned by a digest")
    resources = pod.container.get("resources", {})
    memory = {resources.get(part, {}).get("memory") for part in ("requests", "limits")}
    if len(memory) != 1 or None in memory:
        yield pod.wrong("must request as much memory as it may use, or the node runs out of it")
    if "cpu" not in resources.get("requests", {}):
        yield pod.wrong("requests no cpu: nothing can be scheduled or scaled by it")


def _placed(pod: Rendered, cluster: Cluster) -> Iterator[Finding]:
    account = pod.pod.get("serviceAccountName", "default")
    accounts = {(each.environment, each.name) for each in cluster.of_kind("ServiceAccount")}
    if (pod.environment, account) not in accounts:
        yield pod.wrong(f"runs as ServiceAccount {account}, which no release makes")
    spread = pod.pod.get("topologySpreadConstraints", [])
    if not any(each["topologyKey"] == "topology.kubernetes.io/zone" for each in spread):
        yield pod.wrong("is not spread over zones")
    for each in spread:
        if not _matches(each["labelSelector"], pod.pod_labels):
            yield pod.wrong(f"is spread by {each['topologyKey']}, but not among pods of its own labels")
    if pod.kind == "Deployment":
        if not _matches(pod.object["spec"]["selector"], pod.pod_labels):
            yield pod.wrong("does not select its own pods")
        budget = cluster.same_name(pod, "PodDisruptionBudget")
        if budget is None or not _matches(budget.object["spec"]["selector"], pod.pod_labels):
            yield pod.wrong("has no PodDisruptionBudget: a drained node may take all its pods at once")
        else:
            yield from _evictable(pod, budget)


def _replaced(pod: Rendered) -> Iterator[Finding]:
    """A variable from a Secret is read once, when the process starts."""
    reads = any("valueFrom" in variable for variable in pod.container.get("env", []))
    told = pod.object["spec"]["template"]["metadata"].get("annotations", {})
    if reads and "ms-commerce/secret" not in told:
        yield pod.wrong("reads a Secret and is not replaced when that changes: no annotation ms-commerce/secret")


def _evictable(pod: Rendered, budget: Rendered) -> Iterator[Finding]:
    """A budget that lets no pod go stops every upgrade of a node."""
    spec = budget.object["spec"]
    if str(spec.get("maxUnavailable", "1")) in {"0", "0%"} or str(spec.get("minAvailable", "0")).endswith("%"):
        yield budget.wrong("lets no pod go, so no node can be drained: maxUnavailable must be 1 or more")
    elif "minAvailable" in spec and spec["minAvailable"] >= pod.object["spec"].get("replicas", 1):
        yield budget.wrong(
            f"keeps {spec['minAvailable']} pods, so no node of theirs can be drained: say maxUnavailable"
        )


def _matches(selector: Object, labels: dict[str, str]) -> bool:
    return bool(selector.get("matchLabels")) and selector["matchLabels"].items() <= labels.items()


def _asked(pod: Rendered, facts: Facts) -> Iterator[Finding]:
    ports = {port["name"]: port["containerPort"] for port in pod.container.get("ports", [])}
    for name in PROBES:
        probe = pod.container.get(name)
        if probe is None:
            yield pod.wrong(f"has no {name}")
            continue
        yield from _patient(pod, name, probe)
        question = probe.get("httpGet")
        if question is None:
            yield from _looked_at(pod, name, probe.get("exec", {}).get("command"))
            continue
        if question["port"] not in ports:
            yield pod.wrong(f"{name} asks at port {question['port']!r}, but the container names only {sorted(ports)}")
        answered = [METRICS] if question["port"] == "metrics" else facts.routes.get(pod.name, OTHER_PATHS.get(pod.name))
        if question["path"] not in (answered or []):
            yield pod.wrong(f"{name} asks for {question['path']}, which {pod.name} does not serve")
    ready = pod.container.get("readinessProbe", {}).get("httpGet", {}).get("path")
    if pod.name in facts.routes and ready not in {None, "/ready"}:
        yield pod.wrong(f"readinessProbe asks {ready}: only /ready knows of the database and the broker")
    if pod.container.get("livenessProbe", {}).get("httpGet", {}).get("path") == "/ready":
        yield pod.wrong("livenessProbe asks /ready: a database that is away would restart every pod")


PATIENCE_SECONDS = {"startupProbe": 60, "livenessProbe": 30}
"""How long a process may take to come up, and be busy, before it is killed: a probe too hasty restarts it for ever."""


def _patient(pod: Rendered, name: str, probe: Object) -> Iterator[Finding]:
    seconds = probe.get("periodSeconds", 10) * probe.get("failureThreshold", 3)
    if seconds < PATIENCE_SECONDS.get(name, 0):
        yield pod.wrong(f"{name} has it killed after {seconds} s: it needs {PATIENCE_SECONDS[name]} s at least")


def _looked_at(pod: Rendered, name: str, command: list[str] | None) -> Iterator[Finding]:
    """A probe that is a command looks at a file that the process itself writes."""
    if not command:
        yield pod.wrong(f"{name} asks nothing")
        return
    written = " ".join([*pod.container.get("command", []), *pod.container.get("args", [])])
    for folder, pattern in re.findall(r"find (\S+) -name '([^'*]+)", " ".join(command)):
        if f"{folder}/{pattern}" not in written:
            yield pod.wrong(f"{name} looks for {folder}/{pattern}, which its command does not write")


def _ends_in_time(pod: Rendered, facts: Facts) -> Iterator[Finding]:
    """Before stop, then its own draining, then some room: or the kubelet kills what is still at work."""
    grace = pod.pod.get("terminationGracePeriodSeconds", 30)
    before = pod.container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    kinds = {"worker-*": "worker", "relay": "worker"}
    kind = next((kind for pattern, kind in kinds.items() if fnmatchcase(pod.name, pattern)), "web")
    draining = facts.drain_seconds[kind] if pod.name in {*facts.routes, *facts.pools} else 0
    if grace < before + draining + MARGIN_SECONDS:
        yield pod.wrong(
            f"is killed after {grace} s, but preStop takes {before} s and draining up to {draining:.0f} s"
            f" (with {MARGIN_SECONDS} s to spare)"
        )
    if pod.name in facts.routes:
        if before < 5:
            yield pod.wrong("ends before load balancers know: preStop must sleep for 5 s at least")
        if facts.drain_seconds["web"] < facts.longest_request_seconds:
            yield pod.wrong(
                f"drains for {facts.drain_seconds['web']:.0f} s, but a request may take"
                f" {facts.longest_request_seconds:.0f} s (common/sagas/waiting.py)"
            )
