"""Mistakes that every schema likes: the check that must see each in a copy of the tree, and what it must say.

Misspelt words are in test_planted_mistakes.py.
"""

from collections.abc import Callable

import pytest

from tests.verify.conftest import Tree
from tests.verify.planting import groups, unseen

SERVICE = "charts/service/templates"
POD, NETWORK, CLUSTER = f"{SERVICE}/_pod.tpl", f"{SERVICE}/network.yaml", "cli/stack/cluster.py"
PRODUCTION = "charts/values/production"
GKE, INGRESS = "charts/gateway/templates/gke.yaml", "charts/gateway/templates/ingress-nginx.yaml"
WORK = "config/observability/rules/work.yml"
CIRCLECI, COMPOSE = ".circleci/config.yml", "compose.yaml"
IDENTITY, MONITORING = "terraform/modules/identity/main.tf", "terraform/modules/monitoring/main.tf"
DATABASE = "terraform/modules/database/main.tf"

# what was done: (check, file, before, after, what must be said)
PLANTED = {
    "a NetworkPolicy that lets everybody in": (
        *("exposed", NETWORK, "    - from:\n        {{- range", "    - {}\n    - from:\n        {{- range"),
        "NetworkPolicy cart: lets everybody in",
    ),
    "a NetworkPolicy that lets everything out": (
        *("exposed", f"{SERVICE}/_network.tpl", "{{- range $name, $port := .Values.network.calls }}", "- {}\n{{- range $name, $port := .Values.network.calls }}"),
        "NetworkPolicy cart: lets everybody out",
    ),
    "a NetworkPolicy for any pod": (
        *("exposed", NETWORK, "- podSelector: {matchLabels: {app.kubernetes.io/name: {{ . }}}}", "- podSelector: {}"),
        "NetworkPolicy cart: lets everybody in: an empty selector of ingress matches all",
    ),
    "a service open to the internet": (
        *("exposed", f"{PRODUCTION}/cart.yaml", "scale:", "network: {openTo: [0.0.0.0/0]}\nscale:"),
        "NetworkPolicy cart: lets 0.0.0.0/0 in, which are not Google's load balancers",
    ),
    "a load balancer of its own": (
        *("exposed", f"{SERVICE}/service.yaml", "spec:\n  selector", "spec:\n  type: LoadBalancer\n  selector"),
        "Service cart: is a LoadBalancer: only the Gateway is to be reached from outside",
    ),
    "rights in the cluster": (
        *("exposed", "charts/platform/templates/quota.yaml", "apiVersion: v1\nkind: ResourceQuota", "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: everything}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\n---\napiVersion: v1\nkind: ResourceQuota"),
        "ClusterRoleBinding everything: is of a kind that no release has",
    ),
    "Flower under the shop's name": (
        *("exposed", f"{PRODUCTION}/flower.yaml", "host: flower.mss-commerce.com", "host: mss-commerce.com"),
        "answers to mss-commerce.com, which is ",
    ),
    "production under staging's name": (
        *("exposed", f"{PRODUCTION}/gateway.yaml", "host: mss-commerce.com", "host: staging.mss-commerce.com"),
        "HTTPRoute gateway: answers to staging.mss-commerce.com, but production is mss-commerce.com",
    ),
    "a grace period that forgets preStop": (
        *("pods", f"{SERVICE}/deployment.yaml", "add .preStopSeconds .drainSeconds", "add .drainSeconds"),
        "Deployment cart: is killed after 40 s, but preStop takes 10 s and draining up to 30 s",
    ),
    "a budget that blocks every drain": (
        *("pods", f"{SERVICE}/disruption.yaml", "maxUnavailable: 1", "maxUnavailable: 0"),
        "PodDisruptionBudget cart: lets no pod go, so no node can be drained",
    ),
    "a budget of percent that blocks every drain": (
        *("pods", f"{SERVICE}/disruption.yaml", "maxUnavailable: 1", "minAvailable: 100%"),
        "PodDisruptionBudget cart: lets no pod go",
    ),
    "no CPU asked for": (
        *("pods", f"{PRODUCTION}/cart.yaml", "requests: {cpu: 500m, memory: 768Mi}", "requests: {memory: 768Mi}"),
        "Deployment cart: requests no cpu",
    ),
    "less memory asked for than used": (
        *("pods", f"{PRODUCTION}/cart.yaml", "requests: {cpu: 500m, memory: 768Mi}", "requests: {cpu: 500m, memory: 64Mi}"),
        "Deployment cart: must request as much memory as it may use",
    ),
    "a folder of the node": (
        *("pods", POD, "emptyDir: {medium: Memory, sizeLimit: 128Mi}", "hostPath: {path: /tmp}"),
        "Deployment cart: mounts tmp, which is not its own",
    ),
    "a volume without an end": (
        *("pods", POD, ", sizeLimit: 128Mi", ""),
        "Deployment cart: may fill its node: volume tmp has no sizeLimit",
    ),
    "a secret that changes and reaches nobody": (
        *("pods", f"{SERVICE}/deployment.yaml", "ms-commerce/secret:", "ms-commerce/secrets:"),
        "Deployment cart: reads a Secret and is not replaced when that changes",
    ),
    "one pod of a service in production": (
        *("scaling", f"{PRODUCTION}/cart.yaml", "min: 3", "min: 1"),
        "Deployment cart: is one pod: in production",
    ),
    "more pods at least than at most": (
        *("scaling", f"{PRODUCTION}/cart.yaml", "min: 3, max: 12", "min: 30, max: 12"),
        "Deployment cart: is to have 30 pods at least and 12 at most",
    ),
    "two beats": (
        *("scaling", f"{PRODUCTION}/relay.yaml", "beat:\n  scale: {min: 1}", "beat:\n  scale: {min: 2}"),
        "Deployment beat: may have 2 pods: of beat there must be one",
    ),
    "two beats while one replaces the other": (
        *("scaling", f"{SERVICE}/deployment.yaml", '(eq .Values.kind "beat")'[1:-1], 'eq .Values.kind "metronome"'),
        "Deployment beat: overlaps with the one before",
    ),
    "a quota that the pools outgrow": (
        *("scaling", f"{PRODUCTION}/platform.yaml", 'requests.cpu: "120"', 'requests.cpu: "20"'),
        "ResourceQuota platform: allows requests.cpu: 20, but all pools at their largest need",
    ),
    "a lag that is asked for in the clear": (
        *("scaling", f"{SERVICE}/scaling.yaml", "tls: enable", "tls: disable"),
        "ScaledObject worker-cart: asks for .* without TLS",
    ),
    "a value that no template reads": (
        *("values", "charts/service/values.schema.json", '"hookCommand": {', '"afterCommand": {"type": "array"},\n    "hookCommand": {'),
        "charts/service/values.schema.json: knows afterCommand, which no template of service reads",
    ),
    "an Ingress to a port that nobody has": (
        *("ingress", INGRESS, "port: {name: http}", "port: {name: https}"),
        "Ingress gateway: leads to port .*https.* of gateway",
    ),
    "an Ingress with a path type of another age": (
        *("ingress", INGRESS, "pathType: Prefix", "pathType: PathPrefix"),
        "Ingress gateway: has path type PathPrefix",
    ),
    "an Ingress that nobody would get": (
        *("ingress", INGRESS, 'if eq .Values.provider "ingress-nginx"', 'if eq .Values.provider "nginx"'),
        "charts/gateway: makes no Ingress where provider is ingress-nginx",
    ),
    "a secret in plain text": (
        *("environment", "secrets/production/cart.yaml", "MONGODB_URI: null", "MONGODB_URI: mongodb+srv://cart:hats@db.example.net"),
        "secrets/production/cart.yaml: keeps MONGODB_URI in plain text",
    ),
    "a container that asks its health by a misspelt word": (
        *("commands", COMPOSE, "test: [CMD, ms-commerce, ready, cart]", "test: [CMD, ms-commerce, raedy, cart]"),
        "compose.yaml, service cart: says ms-commerce raedy, which is no command",
    ),
    "a container of a service that there is not": (
        *("commands", COMPOSE, "command: [ms-commerce, work, cart]", "command: [ms-commerce, work, carts]"),
        "compose.yaml, service worker-cart: says ms-commerce work carts, which is none of",
    ),
    "an image that begins with nothing": (
        *("commands", "Dockerfile", 'CMD ["ms-commerce", "--help"]', 'CMD ["mscommerce", "--help"]'),
        "Dockerfile: runs mscommerce, which the image does not have",
    ),
    "beat of an app that was moved": (
        *("commands", "Procfile", "celery --app workers.relay.app beat", "celery --app workers.beat.app beat"),
        r"Procfile:\d+: loads workers.beat.app, which does not exist",
    ),
    "a runbook with a command that was renamed": (
        *("docs", "docs/runbooks.md", "`ms-commerce dead-letters list`", "`ms-commerce dead-letters show-all`"),
        r"docs/runbooks.md:\d+: says ms-commerce dead-letters show-all, which is no command",
    ),
    "a page with an option that there is not": (
        *("docs", "docs/runbooks.md", "`ms-commerce sagas list --parked`", "`ms-commerce sagas list --stuck`"),
        r"docs/runbooks.md:\d+: says ms-commerce sagas list --stuck, which is no option of it",
    ),
    "a page with a verb that there is not": (
        *("docs", "docs/infrastructure.md", "ci/secrets check staging", "ci/secrets verify staging"),
        r"docs/infrastructure.md:\d+: says ci/secrets verify, which is none of",
    ),
    "a path that nobody serves": (
        *("routes", "config/services.yaml", "paths: [orders, ", "paths: [orders, wishes, "),
        "config/services.yaml, order: has path wishes, which order does not serve",
    ),
    "a dashboard by a misspelt label": (
        *("dashboards", "config/observability/dashboards/kafka.json", "sum by (job, queue) (celery_kafka_lag)", "sum by (job, queu) (celery_kafka_lag)"),
        "kafka.json: Lag: tells series apart by queu, which none of them has: celery_kafka_lag",
    ),
    "an alert on a misspelt label": (
        *("alerts", WORK, 'state="FAILURE"', 'status="FAILURE"'),
        f"{WORK}: TasksFail: asks for celery_task_seconds_count by status, which it has not",
    ),
    "an alert that says nothing where it should say what": (
        *("alerts", WORK, "Messages of {{ $labels.queue }}", "Messages of {{ $labels.topic }}"),
        f"{WORK}: DeadLetters: says .*topic.*, which is always empty",
    ),
    "an alert that wakes nobody": (
        *("alerts", WORK, "severity: page", "severity: pager"),
        "has severity pager, which is none of page, ticket: nobody would hear it",
    ),
    "rules that nobody reads": (
        *("alerts", "config/observability/prometheus.yml", "rules/*.yml", "rules/*.yaml"),
        f"{WORK}: is read by nobody",
    ),
    "an owner": (
        *("terraform", IDENTITY, '["roles/container.developer"]', '["roles/owner"]'),
        r"terraform/modules/identity/main.tf:\d+: gives a role that may do everything",
    ),
    "images for everybody": (
        *("terraform", "terraform/main.tf", "[module.cluster.node_identity]", '["allUsers"]'),
        r"terraform/main.tf:\d+: gives this to everybody on the internet",
    ),
    "a database that the internet reaches": (
        *("terraform", DATABASE, 'cidr_block = "10.4.0.0/14"', 'cidr_block = "0.0.0.0/0"'),
        r"terraform/modules/database/main.tf:\d+: lets the whole internet reach the database",
    ),
    "a provider of any version": (
        *("terraform", "terraform/versions.tf", 'source = "hashicorp/google", version = "~> 6.50"', 'source = "hashicorp/google", version = ">= 6.50"'),
        r"terraform/versions.tf:\d+: takes whatever version of a provider is newest",
    ),
    "an alert policy that tells nobody": (
        *("terraform", MONITORING, "notification_channels = [google_monitoring_notification_channel.on_call.id]", "notification_channels = []"),
        "alert policy unreachable: has no notification channel",
    ),
    "a user who sees another's database": (
        *("terraform", DATABASE, 'databases = ["${local.prefix}${name}"] }', 'databases = [for each in var.services : "${local.prefix}${each}"] }'),
        "A service's user sees its own database",
    ),
    "a service that is not looked at from outside": (
        *("terraform", "terraform/main.tf", "{ for name, service in local.services : name => service.health }", '{ for name, service in local.services : name => service.health if name != "cart" }'),
        r"terraform/tests/production.tftest.hcl:\d+: Invalid index",
    ),
    "production with staging's keys": (
        *("pipeline", CIRCLECI, "          environment: production\n          context: google-production\n          filters: *main\n          requires: [approve", "          environment: production\n          context: google-staging\n          filters: *main\n          requires: [approve"),
        "apply-production: has context google-staging, not google-production: whose keys would it use",
    ),
    "an image that nobody hands on": (
        *("pipeline", CIRCLECI, "      - persist_to_workspace: {root: ., paths: [build/images.json]}\n", ""),
        "deploy-staging: needs build/images.json, which no job leaves in the workspace",
    ),
    "a stage that is left out": (
        *("pipeline", ".ci/run", "ci/stage 180 ci/verify\n", ""),
        ".ci/run: does not run ci/verify",
    ),
    "a pipeline that goes on after a failure": (
        *("pipeline", ".ci/run", "set -euo pipefail", "set -uo pipefail"),
        ".ci/run: goes on after a stage that failed",
    ),
    "a volume that is not declared": (
        *("compose", COMPOSE, "volumes: [mongo:/data/db]", "volumes: [mongodb:/data/db]"),
        "compose.yaml, service mongo: mounts volume mongodb, which is not declared",
    ),
    "a file that is not there": (
        *("compose", COMPOSE, "./config/nginx.conf:/etc", "./config/nginx.cfg:/etc"),
        "compose.yaml, service gateway: mounts ./config/nginx.cfg, which does not exist",
    ),
    "a port open to the whole network": (
        *("compose", COMPOSE, '"127.0.0.1:8083:8083"', '"8083:8083"'),
        "compose.yaml, service flower: opens 8083:8083 to the whole network",
    ),
    "a process that compose leaves out": (
        *("compose", COMPOSE, "  worker-cart:\n", "  worker-carts:\n"),
        "compose.yaml: has no service worker-cart, which the Procfile has",
    ),
    "packages for another Python": (
        *("images", "Dockerfile", "FROM python:3.11-slim AS build", "FROM python:3.12-slim AS build"),
        "Dockerfile: builds packages with another Python than it runs: python:3.11-slim, python:3.12-slim",
    ),
    "a lock file that is not there": (
        *("images", "Dockerfile", "COPY requirements-image.lock .", "COPY requirements-images.lock ."),
        "Dockerfile: copies requirements-images.lock, which the build does not see",
    ),
    "a copy of a stage that is not there": (
        *("images", "Dockerfile", "--from=build", "--from=builder"),
        "Dockerfile:",
    ),
    "a secret that forgets the old one at once": (
        *("secrets", "ci/secrets", '[only, added]', '[added]'),
        "ci/secrets: rotate production",
    ),
    "a startup probe that gives up at once": (
        *("pods", f"{SERVICE}/deployment.yaml", "failureThreshold: 60", "failureThreshold: 1"),
        "Deployment cart: startupProbe has it killed after 2 s",
    ),
    "a probe of a file that nobody writes": (
        *("pods", "charts/values/relay.yaml", "name 'beat-schedule*'", "name 'beat-scheduel*'"),
        "Deployment beat: readinessProbe looks for /tmp/beat-scheduel, which its command does not write",
    ),
    "a route that leads only a part": (
        *("neighbours", GKE, "value: /}}]", "value: /api}}]"),
        "HTTPRoute gateway: leads only /api to gateway: the rest would be a 404",
    ),
    "a redirect to https that is asked over https": (
        *("neighbours", GKE, "parentRefs: [{name: gateway, sectionName: http}]", "parentRefs: [{name: gateway, sectionName: https}]"),
        "HTTPRoute to-https: hangs on listener https, which is HTTPS",
    ),
    "an Ingress that leads only a part": (
        *("ingress", INGRESS, "- path: /\n", "- path: /shop\n"),
        "Ingress gateway: leads only /shop to gateway",
    ),
    "a kind of trigger that KEDA does not have": (
        *("manifests", f"{SERVICE}/scaling.yaml", "- type: kafka", "- type: kafak"),
        "ScaledObject worker-cart: .*'kafak' is not one of",
    ),
    "a mechanism that KEDA does not have": (
        *("manifests", f"{SERVICE}/scaling.yaml", "sasl: plaintext", "sasl: plain"),
        "ScaledObject worker-cart: .*'plain' is not one of",
    ),
    "a class of Gateway that GKE does not have": (
        *("manifests", GKE, "gke-l7-global-external-managed", "gke-l7-global-external-manged"),
        "Gateway gateway: .*gke-l7-global-external-manged",
    ),
    "a scaler of what is not there": (
        *("scaling", f"{SERVICE}/scaling.yaml", "kind: Deployment", "kind: StatefulSet"),
        "HorizontalPodAutoscaler cart: scales StatefulSet cart, of which there is none",
    ),
    "a lag that is asked of nobody": (
        *("scaling", f"{SERVICE}/scaling.yaml", "env.KAFKA_BOOTSTRAP_SERVERS", "env.KAFKA_BOOTSTRAP_SERVER"),
        "ScaledObject worker-cart: asks Kafka at None for its lag",
    ),
    "a deploy that says where Kafka is by another name": (
        *("agreed", "ci/deploy", '{"KAFKA_BOOTSTRAP_SERVERS": servers}', '{"KAFKA_SERVERS": servers}'),
        "ci/deploy: calls the variable that says where Kafka is KAFKA_SERVERS",
    ),
    "a monitor that asks another path": (
        *("neighbours", f"{SERVICE}/monitoring.yaml", "path: /metrics", "path: /metric"),
        "PodMonitoring cart: scrapes /metric, where nobody answers",
    ),
    "rules that do not reach the cluster": (
        *("agreed", "charts/platform/templates/rules.yaml", "rules/*.yml", "rules/*.yaml"),
        "config/observability/rules/work.yml: does not reach production",
    ),
    "dashboards that Grafana does not find": (
        *("compose", "config/observability/grafana/dashboards/ms-commerce.yml", "/var/lib/grafana/dashboards", "/var/lib/grafana/boards"),
        "looks for dashboards in /var/lib/grafana/boards, where compose.yaml has none",
    ),
    "an address that Terraform does not make": (
        *("agreed", f"{PRODUCTION}/gateway.yaml", "address: ms-commerce,", "address: ms-commerce-ip,"),
        "Gateway gateway: asks for the address ms-commerce-ip, but terraform/modules/edge/main.tf makes ms-commerce",
    ),
    "a cluster that Terraform calls otherwise": (
        *("agreed", "terraform/modules/cluster/main.tf", 'name                = "ms-commerce"', 'name                = "shop"'),
        "ci/cluster: calls the cluster ms-commerce, but terraform/modules/cluster/main.tf calls it shop",
    ),
    "addresses that the network does not have": (
        *("agreed", "terraform/modules/cluster/main.tf", '= "services"', '= "svc"'),
        "terraform/modules/cluster/main.tf: takes addresses from range svc",
    ),
    "a key ring that Terraform calls otherwise": (
        *("agreed", "ci/secrets", "/keyRings/ms-commerce/", "/keyRings/shop/"),
        "ci/secrets: calls the key ring shop",
    ),
    "CI's accounts under another name": (
        *("agreed", "ci/login", "ci-$identity@", "cicd-$identity@"),
        "ci/login: calls CI's accounts cicd-",
    ),
    "an output of Terraform that there is not": (
        *("agreed", "ci/deploy", 'outputs["kafka_bootstrap_servers"]', 'outputs["bootstrap_servers"]'),
        "terraform/outputs.tf: calls where Kafka is kafka_bootstrap_servers, but ci/deploy calls it bootstrap_servers",
    ),
    "images pushed where nobody looks": (
        *("agreed", CIRCLECI, "pkg.dev/ms-commerce-production/", "pkg.dev/ms-commerce-staging/"),
        ".circleci/config.yml: pushes images to europe-west1-docker.pkg.dev/ms-commerce-staging/ms-commerce",
    ),
    "a credential that no secret takes": (
        *("agreed", "terraform/outputs.tf", "MONGODB_URI =", "MONGO_URI ="),
        "output credentials: hands on MONGO_URI, which no file of secrets/ keeps",
    ),
    "an alert policy on a metric that nobody exports": (
        *("alerts", MONITORING, "uptime_check/check_passed", "uptime_check/checks_passed"),
        "alert policy unreachable: asks for monitoring.googleapis.com/uptime_check/checks_passed, which nobody exports",
    ),
    "an alert policy on a log metric that is not made": (
        *("alerts", MONITORING, "user/${google_logging_metric.errors.name}", "user/ms-commerce/failures"),
        "alert policy errors: asks for logging.googleapis.com/user/ms-commerce/failures, which nobody exports",
    ),
    "an alert policy by a label that is not there": (
        *("alerts", MONITORING, '["metric.label.service"]', '["metric.label.job"]'),
        "alert policy errors: asks by label job, which its metric has not",
    ),
    "a log metric of a field that nobody writes": (
        *("alerts", MONITORING, "EXTRACT(jsonPayload.service)", "EXTRACT(jsonPayload.servce)"),
        "terraform/modules/monitoring/main.tf: takes servce from logs",
    ),
    "an alert policy with a query of its own": (
        *("alerts", MONITORING, "= each.value.query", '= "rate(http_requests_total[5m]) > 1"'),
        r"terraform/modules/monitoring/main.tf:\d+: nobody exports http_requests_total",
    ),
    "an identity longer than Google takes": (
        *("terraform", IDENTITY, "assertion.sub.extract('/user/{user}/vcs-origin')", "assertion.sub"),
        r"terraform/modules/identity/main.tf:\d+: is longer than the 127 bytes",
    ),
    "a plan with nobody's keys": (
        *("pipeline", CIRCLECI, "          name: plan-staging\n          environment: staging\n          context: google-staging\n", "          name: plan-staging\n          environment: staging\n"),
        "workflow change, plan-staging: has context None, not google-staging",
    ),
    "a parameter that nobody declares": (
        *("pipeline", CIRCLECI, "ci/deploy << parameters.environment >>", "ci/deploy << parameters.env >>"),
        "job deploy: uses parameter env, which it does not declare",
    ),
    "a job that waits for itself": (
        *("pipeline", CIRCLECI, "requires: [plan-staging-main]", "requires: [plan-staging-main, deploy-staging]"),
        "workflow release, apply-staging: waits for itself",
    ),
    "two jobs of one name": (
        *("pipeline", CIRCLECI, "name: plan-production", "name: plan-staging-main"),
        "workflow release: has two jobs called plan-staging-main",
    ),
    "a plan that is handed on elsewhere": (
        *("pipeline", CIRCLECI, "paths: [build/<< parameters.environment >>.plan]", "paths: [build/plan]"),
        "apply-staging: needs build/<< parameters.environment >>.plan, which no job leaves",
    ),
    "a deploy by nobody": (
        *("pipeline", CIRCLECI, "      - sign-in: {environment: << parameters.environment >>, identity: deployer}\n", ""),
        "job deploy: does not become deployer",
    ),
    "a misspelt word to Terraform": (
        *("pipeline", CIRCLECI, "ci/infrastructure plan <<", "ci/infrastructure paln <<"),
        "job plan: does not run ci/infrastructure plan",
    ),
    "whatever Helm is newest": (
        *("pipeline", CIRCLECI, "alpine/helm:4.2.3", "alpine/helm:latest"),
        "job deploy: takes a program from alpine/helm:latest, which names no version",
    ),
    "a verb that calls one that is gone": (
        *("scripts", "ci/deploy", '_run("ci/smoke"', '_run("ci/smok"'),
        r"ci/deploy:\d+: names ci/smok, which does not exist",
    ),
}  # fmt: skip


@pytest.mark.timeout(300)
@pytest.mark.parametrize("names", groups(PLANTED), ids=" + ".join)
def test_a_mistake_of_meaning_is_refused_where_it_is(new_tree: Callable[[], Tree], names: list[str]) -> None:
    assert unseen(PLANTED, names, new_tree) == {}


@pytest.mark.parametrize(
    ("before", "after", "check", "told"),
    [
        ('"ms-commerce", "serve", service.name]', '"ms-commerce", "serves", service.name]', "commands", "says ms-commerce serves, which is no command"),
        ("ms-commerce migrate {service.name}", "ms-commerce migrate --now {service.name}", "commands", "Job before-cart: says ms-commerce migrate --now, which is no option of it"),
        ("secrets_of=service.name", 'secrets_of="account"', "environment", "Deployment worker-cart: reads MONGODB_URI of Secret account: that is not cart's"),
        ('"callers": ["gateway", *_callers(table, service)]', '"callers": ["gateway"]', "neighbours", "NetworkPolicy account: does not let cart in, which may call it"),
    ],
)  # fmt: skip
def test_a_mistake_in_what_is_generated_is_refused_though_every_file_agrees(
    tree: Tree, before: str, after: str, check: str, told: str
) -> None:
    tree.change(CLUSTER, before, after)
    tree.generate()
    assert tree.said("generated") == ""
    assert told in tree.said(check), tree.said(check)
