"""Who adds pods: HPA on the cpu of web services, KEDA on the lag of consumer groups that exist."""

from collections.abc import Iterator

from ci.checks.facts import Facts
from ci.checks.findings import Finding
from ci.checks.rendering import Cluster, Rendered


def bad_scaling(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    yield from _one_hand_on_the_wheel(cluster)
    for scaled in cluster.of_kind("ScaledObject"):
        yield from _lag(cluster, scaled, facts)
    for environment in cluster.environments:
        scaled_pools = {each.name for each in cluster.of_kind("ScaledObject") if each.environment == environment}
        for pool in facts.pools:
            if pool not in scaled_pools:
                yield Finding(f"charts, {environment}, release {pool}", "no ScaledObject: nothing sees its lag")


def _one_hand_on_the_wheel(cluster: Cluster) -> Iterator[Finding]:
    for deployment in cluster.of_kind("Deployment"):
        scalers = [
            each
            for kind in ("HorizontalPodAutoscaler", "ScaledObject")
            for each in cluster.of_kind(kind)
            if each.environment == deployment.environment
            and each.object["spec"]["scaleTargetRef"]["name"] == deployment.name
        ]
        if len(scalers) > 1:
            yield deployment.wrong("is scaled by an HPA and by KEDA, which would undo each other")
        if scalers and "replicas" in deployment.object["spec"]:
            yield deployment.wrong("says replicas beside a scaler: every deploy would throw its decision away")
    deployments = {(each.environment, each.name) for each in cluster.of_kind("Deployment")}
    for scaler in cluster.of_kind("HorizontalPodAutoscaler", "ScaledObject"):
        target = scaler.object["spec"]["scaleTargetRef"]["name"]
        if (scaler.environment, target) not in deployments:
            yield scaler.wrong(f"scales Deployment {target}, which no release makes")


def _lag(cluster: Cluster, scaled: Rendered, facts: Facts) -> Iterator[Finding]:
    spec, pool = scaled.object["spec"], facts.pools.get(scaled.name)
    if pool is None:
        yield scaled.wrong(f"scales {scaled.name}, which is no worker pool of config/services.yaml")
        return
    triggers = [each["metadata"] for each in spec["triggers"]]
    for trigger in triggers:
        if trigger["consumerGroup"] != pool["group"]:
            yield scaled.wrong(
                f"watches consumer group {trigger['consumerGroup']}, which does not exist:"
                f" config/services.yaml calls it {pool['group']}"
            )
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
