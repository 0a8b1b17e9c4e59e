"""Who adds pods: HPA on the cpu of web services, KEDA on the lag of consumer groups that exist."""

from collections.abc import Iterator

from ci.checks.facts import Facts
from ci.checks.findings import Finding
from ci.checks.rendering import Cluster, Rendered


def bad_scaling(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    yield from _one_hand_on_the_wheel(cluster)
    yield from _enough(cluster)
    yield from _within_quota(cluster)
    for scaled in cluster.of_kind("ScaledObject"):
        yield from _lag(cluster, scaled, facts)
    for environment in cluster.environments:
        scaled_pools = {each.name for each in cluster.of_kind("ScaledObject") if each.environment == environment}
        for pool in facts.pools:
            if pool not in scaled_pools:
                yield Finding(f"charts, {environment}, release {pool}", "no ScaledObject: nothing sees its lag")


ALONE = {"beat": 1, "flower": 1}
"""Of these there is one: two beats would say everything twice."""


def _enough(cluster: Cluster) -> Iterator[Finding]:
    for deployment in cluster.of_kind("Deployment"):
        scaler = next((each for each in _scalers(cluster, deployment)), None)
        least, most = _bounds(deployment, scaler)
        if least > most:
            yield deployment.wrong(f"is to have {least} pods at least and {most} at most")
        alone = ALONE.get(deployment.name)
        if alone and (least, most) != (1, 1):
            yield deployment.wrong(f"may have {most} pods: of {deployment.name} there must be one")
        if alone and deployment.name == "beat" and deployment.object["spec"]["strategy"]["type"] != "Recreate":
            yield deployment.wrong("overlaps with the one before while it is replaced: strategy.type must be Recreate")
        if not alone and deployment.environment == "production" and least < 2:
            yield deployment.wrong("is one pod: in production, a node that is drained would take it away")


def _bounds(deployment: Rendered, scaler: Rendered | None) -> tuple[int, int]:
    if scaler is None:
        return (deployment.object["spec"].get("replicas", 1),) * 2
    spec = scaler.object["spec"]
    names = ("minReplicas", "maxReplicas") if "maxReplicas" in spec else ("minReplicaCount", "maxReplicaCount")
    least, most = (int(spec[name]) for name in names)
    return least, most


def _within_quota(cluster: Cluster) -> Iterator[Finding]:
    """All pools at their largest, and one pod more of each while it is replaced."""
    for quota in cluster.of_kind("ResourceQuota"):
        needed = dict.fromkeys(("pods", "requests.cpu", "requests.memory"), 0.0)
        for deployment in cluster.of_kind("Deployment"):
            if deployment.environment == quota.environment:
                _, most = _bounds(deployment, next(iter(_scalers(cluster, deployment)), None))
                requests = deployment.container["resources"].get("requests", {})
                for name, each in {
                    "pods": "1",
                    **{f"requests.{key}": value for key, value in requests.items()},
                }.items():
                    needed[name] += (most + 1) * amount(each)
        for name, value in needed.items():
            allowed = quota.object["spec"]["hard"].get(name)
            if allowed and amount(allowed) < value:
                yield quota.wrong(f"allows {name}: {allowed}, but all pools at their largest need {value:.0f}")


UNITS = {"m": 1e-3, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


def amount(text: str) -> float:
    """Of Kubernetes' quantities those that we write."""
    unit = next((unit for unit in UNITS if str(text).endswith(unit)), "")
    return float(str(text).removesuffix(unit)) * UNITS.get(unit, 1)


def _scalers(cluster: Cluster, deployment: Rendered) -> list[Rendered]:
    return [
        each
        for kind in ("HorizontalPodAutoscaler", "ScaledObject")
        for each in cluster.of_kind(kind)
        if each.environment == deployment.environment
        and each.object["spec"]["scaleTargetRef"]["name"] == deployment.name
    ]


def _one_hand_on_the_wheel(cluster: Cluster) -> Iterator[Finding]:
    for deployment in cluster.of_kind("Deployment"):
        scalers = _scalers(cluster, deployment)
        if len(scalers) > 1:
            yield deployment.wrong("is scaled by an HPA and by KEDA, which would undo each other")
        if scalers and "replicas" in deployment.object["spec"]:
            yield deployment.wrong("says replicas beside a scaler: every deploy would throw its decision away")
    deployments = {(each.environment, each.name) for each in cluster.of_kind("Deployment")}
    for scaler in cluster.of_kind("HorizontalPodAutoscaler", "ScaledObject"):
        target = scaler.object["spec"]["scaleTargetRef"]["name"]
        if (kind := scaler.object["spec"]["scaleTargetRef"].get("kind", "Deployment")) != "Deployment":
            yield scaler.wrong(f"scales {kind} {target}, of which there is none")
        if (scaler.environment, target) not in deployments:
            yield scaler.wrong(f"scales Deployment {target}, which no release makes")


def _lag(cluster: Cluster, scaled: Rendered, facts: Facts) -> Iterator[Finding]:
    spec, pool = scaled.object["spec"], facts.pools.get(scaled.name)
    if pool is None:
        yield scaled.wrong(f"scales {scaled.name}, which is no worker pool of config/services.yaml")
        return
    triggers = [each["metadata"] for each in spec["triggers"]]
    workers = cluster.same_name(scaled, "Deployment")
    told = {each["name"]: each.get("value") for each in workers.container.get("env", [])} if workers else {}
    for trigger in triggers:
        if workers and trigger.get("bootstrapServers") != told.get("KAFKA_BOOTSTRAP_SERVERS"):
            yield scaled.wrong(
                f"asks Kafka at {trigger.get('bootstrapServers')!r} for its lag, its pool reads elsewhere"
            )
        if trigger["consumerGroup"] != pool["group"]:
            yield scaled.wrong(
                f"watches consumer group {trigger['consumerGroup']}, which does not exist:"
                f" config/services.yaml calls it {pool['group']}"
            )
        if (trigger["tls"], trigger["offsetResetPolicy"]) != ("enable", "earliest"):
            yield scaled.wrong(f"asks for {trigger['topic']} without TLS, or not from its beginning as the pool does")
    watched, read = [trigger["topic"] for trigger in triggers], list(pool["queues"])
    for topic in sorted({*read} - {*watched}):
        yield scaled.wrong(f"does not watch topic {topic}, which the pool reads")
    for topic in sorted({*watched} - {*read}):
        yield scaled.wrong(f"watches topic {topic}, which the pool does not read")
    if spec["maxReplicaCount"] > facts.partitions:
        yield scaled.wrong(
            f"may start {spec['maxReplicaCount']} pods for {facts.partitions} partitions: the others would read nothing"
        )
    if spec["minReplicaCount"] < 1:
        yield scaled.wrong("may end all pods: then nobody commits, and Kafka forgets the group's offsets in time")
    for trigger in spec["triggers"]:
        name = trigger.get("authenticationRef", {}).get("name")
        known = {(each.environment, each.name) for each in cluster.of_kind("TriggerAuthentication")}
        if (scaled.environment, name) not in known:
            yield scaled.wrong(f"signs in with TriggerAuthentication {name}, which no release makes")
