"""Who talks to whom: Services, routes and network policies that fit each other and config/services.yaml."""

from collections.abc import Iterator

from ci.checks.facts import Facts
from ci.checks.findings import Finding
from ci.checks.rendering import Cluster, Object, Rendered

NAME = "app.kubernetes.io/name"
COLLECTORS = "gke-gmp-system"


def bad_neighbours(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    yield from _nobody_may_do_anything(cluster)
    yield from _services(cluster, facts)
    yield from _routes(cluster)
    yield from _monitored(cluster, facts)
    for environment in cluster.environments:
        yield from _policies(cluster, environment)


def _nobody_may_do_anything(cluster: Cluster) -> Iterator[Finding]:
    for environment in cluster.environments:
        denying = [
            each
            for each in cluster.of_kind("NetworkPolicy")
            if each.environment == environment
            and each.object["spec"].get("podSelector") == {}
            and set(each.object["spec"].get("policyTypes", [])) == {"Ingress", "Egress"}
            and not each.object["spec"].get("ingress")
            and not each.object["spec"].get("egress")
        ]
        if not denying:
            yield Finding(f"charts/platform, {environment}", "no NetworkPolicy forbids everything by default")


def _ports(pod: Rendered) -> dict[str, int]:
    return {port["name"]: port["containerPort"] for port in pod.container.get("ports", [])}


def _selected(cluster: Cluster, environment: str, labels: dict[str, str]) -> list[Rendered]:
    return [pod for pod in cluster.pods if pod.environment == environment and labels.items() <= pod.pod_labels.items()]


def _services(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    for service in cluster.of_kind("Service"):
        pods = _selected(cluster, service.environment, service.object["spec"].get("selector", {}))
        if not pods:
            yield service.wrong("selects no pod")
        for port in service.object["spec"]["ports"]:
            for pod in pods:
                inside = _ports(pod).get(port["targetPort"])
                if inside is None:
                    yield service.wrong(f"leads to port {port['targetPort']!r}, which {pod.name} does not have")
                elif inside != port["port"]:
                    yield service.wrong(
                        f"listens on {port['port']}, its pods on {inside}: nginx.conf knows one of them"
                    )
    for environment in cluster.environments:
        found = {each.name: each for each in cluster.of_kind("Service") if each.environment == environment}
        for name, row in facts.services.items():
            if name not in found:
                yield Finding(f"charts, {environment}", f"no Service {name}, to which nginx.conf leads")
            elif found[name].object["spec"]["ports"][0]["port"] != row["port"]:
                listens = found[name].object["spec"]["ports"][0]["port"]
                yield found[name].wrong(f"listens on {listens}, where config/services.yaml says {row['port']}")


def _routes(cluster: Cluster) -> Iterator[Finding]:
    for route in cluster.of_kind("HTTPRoute"):
        for rule in route.object["spec"].get("rules", []):
            for backend in rule.get("backendRefs", []):
                yield from _backend(cluster, route, backend["name"], backend["port"])
            yield from _everything(route, rule)
        for parent in route.object["spec"].get("parentRefs", []):
            yield from _listener(cluster, route, parent)
    for policy in cluster.of_kind("HealthCheckPolicy"):
        target = policy.object["spec"]["targetRef"]["name"]
        check = policy.object["spec"]["default"]["config"]["httpHealthCheck"]
        yield from _backend(cluster, policy, target, check["port"])
        for pod in _selected(cluster, policy.environment, {NAME: target}):
            asked = pod.container.get("readinessProbe", {}).get("httpGet", {}).get("path")
            if check["requestPath"] != asked:
                yield policy.wrong(f"asks {check['requestPath']}, the readinessProbe of {target} asks {asked}")
    for policy in cluster.of_kind("GCPBackendPolicy"):
        yield from _backend(cluster, policy, policy.object["spec"]["targetRef"]["name"], None)
    yield from misled(cluster)


def _everything(route: Rendered, rule: Object) -> Iterator[Finding]:
    """Which path is whose, is nginx's to say."""
    for match in rule.get("matches", []) if "backendRefs" in rule else []:
        if match.get("path") not in (None, {"type": "PathPrefix", "value": "/"}):
            yield route.wrong(f"leads only {match['path']['value']} to {route.release}: the rest would be a 404")


def misled(cluster: Cluster) -> Iterator[Finding]:
    """Ingresses that lead to what is not there."""
    for ingress in cluster.of_kind("Ingress"):
        for rule in ingress.object["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                backend = path["backend"]["service"]
                if path["pathType"] not in {"Prefix", "Exact"}:
                    yield ingress.wrong(f"has path type {path['pathType']}, which an Ingress does not know")
                if path["path"] != "/":
                    yield ingress.wrong(f"leads only {path['path']} to {backend['name']}: the rest would be a 404")
                yield from _backend(cluster, ingress, backend["name"], None)
                for service in cluster.of_kind("Service"):
                    names = [port["name"] for port in service.object["spec"]["ports"]]
                    if service.name == backend["name"] and backend["port"].get("name") not in names:
                        yield ingress.wrong(f"leads to port {backend['port']} of {service.name}, which has {names}")


def _backend(cluster: Cluster, asking: Rendered, name: str, port: int | None) -> Iterator[Finding]:
    services = [
        each for each in cluster.of_kind("Service") if (each.environment, each.name) == (asking.environment, name)
    ]
    if not services:
        yield asking.wrong(f"leads to Service {name}, which no release makes")
    elif port and port not in [each["port"] for each in services[0].object["spec"]["ports"]]:
        yield asking.wrong(f"leads to {name}:{port}, where that Service does not listen")
    elif asking.kind == "HTTPRoute" and name != asking.release:
        yield asking.wrong(f"leads to {name}: only {asking.release} itself is to be reached from outside")


def _listener(cluster: Cluster, route: Rendered, parent: Object) -> Iterator[Finding]:
    gateways = [
        each
        for each in cluster.of_kind("Gateway")
        if (each.environment, each.name) == (route.environment, parent["name"])
    ]
    protocols = {
        listener["name"]: listener["protocol"] for each in gateways for listener in each.object["spec"]["listeners"]
    }
    section, redirects = parent.get("sectionName"), "RequestRedirect" in str(route.object["spec"]["rules"])
    if not gateways:
        yield route.wrong(f"hangs on Gateway {parent['name']}, which no release makes")
    elif section not in protocols:
        yield route.wrong(f"hangs on listener {section}, where the Gateway has {[*protocols]}")
    elif protocols[section] != ("HTTP" if redirects else "HTTPS"):
        meant = "redirects to https, so it must hang on HTTP" if redirects else "answers, so it must hang on HTTPS"
        yield route.wrong(f"hangs on listener {section}, which is {protocols[section]}: it {meant}")


def _monitored(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    for pod in cluster.pods:
        ports = _ports(pod)
        if "metrics" not in ports:
            continue
        monitoring = cluster.same_name(pod, "PodMonitoring")
        if monitoring is None:
            yield pod.wrong("serves metrics that nothing scrapes: there is no PodMonitoring of its name")
        expected = facts.services.get(pod.name, {}).get("metrics_port", ports["metrics"])
        if ports["metrics"] != expected:
            yield pod.wrong(f"names {ports['metrics']} as metrics, config/services.yaml says {expected}")
    for monitoring in cluster.of_kind("PodMonitoring"):
        pods = _selected(cluster, monitoring.environment, monitoring.object["spec"]["selector"]["matchLabels"])
        if not pods:
            yield monitoring.wrong("selects no pod")
        for endpoint in monitoring.object["spec"]["endpoints"]:
            if endpoint.get("path", "/metrics") != "/metrics":
                yield monitoring.wrong(f"scrapes {endpoint['path']}, where nobody answers: /metrics")
            for pod in pods:
                if endpoint["port"] not in _ports(pod):
                    yield monitoring.wrong(f"scrapes port {endpoint['port']!r}, which {pod.name} does not have")


def _policies(cluster: Cluster, environment: str) -> Iterator[Finding]:
    policies = {
        each.object["spec"]["podSelector"]["matchLabels"].get(NAME, "no name"): each
        for each in cluster.of_kind("NetworkPolicy")
        if each.environment == environment and each.object["spec"]["podSelector"]
    }
    pods = {pod.pod_labels[NAME]: pod for pod in cluster.pods if pod.environment == environment}
    for name, pod in pods.items():
        if name not in policies:
            yield pod.wrong("has no NetworkPolicy: it may neither call nor be called")
    for name, policy in policies.items():
        spec = policy.object["spec"]
        if name not in pods:
            yield policy.wrong(f"is about pods called {name}, which no release makes")
            continue
        for rule in spec.get("egress", []):
            for called in _names(rule.get("to", [])):
                for port in rule["ports"]:
                    yield from _call(policy, name, called, port["port"], pods, policies)
        for rule in spec.get("ingress", []):
            for caller in _names(rule.get("from", [])):
                if caller not in pods:
                    yield policy.wrong(f"lets {caller} in, which no release makes")
        if "metrics" in _ports(pods[name]) and COLLECTORS not in str(spec.get("ingress", [])):
            yield policy.wrong(f"does not let {COLLECTORS} scrape its metrics")


def _call(
    policy: Rendered,
    caller: str,
    called: str,
    port: int,
    pods: dict[str, Rendered],
    policies: dict[str, Rendered],
) -> Iterator[Finding]:
    if called not in pods:
        yield policy.wrong(f"lets {caller} call {called}, which no release makes")
    elif port not in _ports(pods[called]).values():
        yield policy.wrong(f"lets {caller} call {called} on {port}, where it does not listen")
    elif not caller.startswith("before-"):
        allowed = [name for rule in policies[called].object["spec"].get("ingress", []) for name in _names(rule["from"])]
        if caller not in allowed:
            yield policies[called].wrong(f"does not let {caller} in, which may call it")


def _names(peers: list[Object]) -> list[str]:
    return [peer["podSelector"]["matchLabels"][NAME] for peer in peers if "podSelector" in peer]
