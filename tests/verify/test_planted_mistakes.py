"""Mistakes planted in a copy of the tree: the check that must see each, and what it must say, where included."""

from collections.abc import Callable

import pytest

from ci.checks.run import CHECKS
from tests.verify.conftest import Tree
from tests.verify.planting import groups, unseen
from tests.verify.test_mistakes_of_meaning import PLANTED as OF_MEANING

DEPLOYMENT = "charts/service/templates/deployment.yaml"
POD = "charts/service/templates/_pod.tpl"
SCALING = "charts/service/templates/scaling.yaml"
NETWORK = "charts/service/templates/network.yaml"
GKE = "charts/gateway/templates/gke.yaml"
CART, WORKER = "charts/values/cart.yaml", "charts/values/worker-cart.yaml"
PRODUCTION = "charts/values/production"
NGINX, CIRCLECI = "config/nginx.conf", ".circleci/config.yml"
KAFKA, CLUSTER = "terraform/modules/kafka/main.tf", "terraform/modules/cluster/main.tf"

# what was done: (check, file, before, after, what must be said)
PLANTED = {
    "a misspelt probe": (
        *("manifests", DEPLOYMENT, "readinessProbe:", "readinesProbe:"),
        "charts, production, release cart, Deployment cart: .*readinesProbe",
    ),
    "a probe that is left out": (
        *("pods", DEPLOYMENT, "          livenessProbe:", "          lifecycle2:"),
        "Deployment cart: has no livenessProbe",
    ),
    "a probe of a path that nobody serves": (
        *("pods", CART, "path: /ready", "path: /redy"),
        "Deployment cart: readinessProbe asks for /redy, which cart does not serve",
    ),
    "a probe of a port without that name": (
        *("pods", DEPLOYMENT, "- {name: {{ $name }}, containerPort", "- {name: {{ $name }}-port, containerPort"),
        "Deployment worker-cart: .*Probe asks at port 'metrics', but the container names only",
    ),
    "a liveness probe that restarts everything when the database is away": (
        *("pods", CART, "path: /health", "path: /ready"),
        "livenessProbe asks /ready: a database that is away would restart every pod",
    ),
    "a value that the chart does not know": (
        *("charts", f"{PRODUCTION}/cart.yaml", "scale:", "replicaCount: 3\nscale:"),
        "charts, production, release cart: .*replicaCount",
    ),
    "a value of the wrong type": (
        *("charts", f"{PRODUCTION}/cart.yaml", "min: 3", 'min: "3"'),
        "charts, production, release cart: .*'/scale/min'",
    ),
    "a template that names what is not there": (
        *("charts", DEPLOYMENT, ".Values.scale.min }}", ".Values.scaling.min }}"),
        "release beat|release relay.*deployment.yaml",
    ),
    "a KEDA group that does not exist": (
        *("scaling", WORKER, "group: worker-cart", "group: worker-carts"),
        "ScaledObject worker-cart: watches consumer group worker-carts, which does not exist",
    ),
    "a topic that KEDA does not watch": (
        *("scaling", WORKER, "  - product.events\n", ""),
        "ScaledObject worker-cart: does not watch topic product.events, which the pool reads",
    ),
    "more workers than partitions": (
        *("charts", f"{PRODUCTION}/worker-cart.yaml", "max: 6", "max: 7"),
        "production, release worker-cart: .*scale.max is 7, but its topics have 6 partitions",
    ),
    "a lag that KEDA cannot read": (
        *("manifests", SCALING, "lagThreshold: {{ $.Values.scale.lag | quote }}", "lagThreshold: {{ $.Values.scale.lag }}"),
        "ScaledObject worker-cart: spec.triggers.0.metadata.lagThreshold: 200 is not of type 'string'",
    ),
    "a field that KEDA does not have": (
        *("manifests", SCALING, "cooldownPeriod:", "coolDownPeriod:"),
        "ScaledObject worker-cart: spec: .*coolDownPeriod",
    ),
    "a pool that scales itself away": (
        *("charts", f"{PRODUCTION}/worker-cart.yaml", "min: 2", "min: 0"),
        "release worker-cart: .*'/scale/min'",
    ),
    "an HPA and KEDA on one Deployment": (
        *("charts", f"{PRODUCTION}/worker-cart.yaml", "lag: 200", "lag: 200, cpu: 70"),
        "release worker-cart: .*'/scale'",
    ),
    "replicas beside a scaler": (
        *("scaling", DEPLOYMENT, '{{- if not (hasKey .Values.scale "max") }}', "{{- if true }}"),
        "Deployment cart: says replicas beside a scaler",
    ),
    "a missing secret key, where it is kept": (
        *("environment", "secrets/production/cart.yaml", "MONGODB_URI: null\n", ""),
        "production, release cart, Deployment cart: reads MONGODB_URI of Secret cart, which secrets/production/cart.yaml lacks",
    ),
    "a missing secret key, where it is read": (
        *("environment", CART, "  - KAFKA_PASSWORD\n", ""),
        "Deployment cart: is not told KAFKA_PASSWORD, which it needs",
    ),
    "a secret key that nothing reads": (
        *("environment", "secrets/production/cart.yaml", "MONGODB_URI", "MONGO_URL: null\nMONGODB_URI"),
        "secrets/production/cart.yaml: keeps MONGO_URL, which nothing reads",
    ),
    "a variable that nothing reads": (
        *("environment", f"{PRODUCTION}/environment.yaml", "LOG_LEVEL:", "LOGLEVEL:"),
        "Deployment cart: is told LOGLEVEL, which nothing reads",
    ),
    "production that believes to be staging": (
        *("environment", f"{PRODUCTION}/environment.yaml", "ENVIRONMENT: production", "ENVIRONMENT: staging"),
        "Deployment cart: is told that it runs in staging, and runs in production",
    ),
    "a Flower that can act in production": (
        *("environment", f"{PRODUCTION}/flower.yaml", '"true"', '"false"'),
        "Deployment flower: is not read-only",
    ),
    "a pod that runs as root": (
        *("pods", POD, "runAsNonRoot: true", "runAsNonRoot: false"),
        "Deployment cart: runs as root",
    ),
    "a pod that may write to its image": (
        *("pods", POD, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
        "Deployment cart: may write to its image",
    ),
    "an image by a tag": (
        *("pods", "charts/service/templates/_names.tpl", "@{{ $digest }}", ":latest"),
        "Deployment cart: runs .*:latest, which is not pinned by a digest",
    ),
    "too little time to end": (
        *("pods", "charts/values/worker-cart.yaml", "drainSeconds: 10", "drainSeconds: 0"),
        "Deployment worker-cart: is killed after 10 s, but preStop takes 0 s and draining up to 10 s",
    ),
    "a Service without a pause before the end": (
        *("pods", "charts/service/values.yaml", "preStopSeconds: 10", "preStopSeconds: 0"),
        "Deployment cart: ends before load balancers know",
    ),
    "a pod that nobody spreads": (
        *("pods", POD, '"topology.kubernetes.io/zone" ', ""),
        "Deployment cart: is not spread over zones",
    ),
    "a budget for somebody else's pods": (
        *("pods", "charts/service/templates/disruption.yaml", '{{ include "service.selector" . }}', "app: cart"),
        "Deployment cart: has no PodDisruptionBudget",
    ),
    "a ServiceAccount that nobody makes": (
        *("pods", POD, "serviceAccountName: {{ . }}", "serviceAccountName: {{ . }}-identity"),
        "Deployment cart: runs as ServiceAccount cart-identity, which no release makes",
    ),
    "a Service on another port than nginx thinks": (
        *("neighbours", CART, "http: 8092", "http: 8099"),
        "Service cart: listens on 8099, where config/services.yaml says 8092",
    ),
    "a Service that selects nothing": (
        *("neighbours", "charts/service/templates/service.yaml", '{{- include "service.selector" . | nindent 4 }}', "{app: x}"),
        "Service cart: selects no pod",
    ),
    "a gateway that is not let in": (
        *("neighbours", CART, "  - gateway\n", ""),
        "NetworkPolicy cart: does not let gateway in, which may call it",
    ),
    "a call to nobody": (
        *("neighbours", WORKER, "    product: 8091", "    products: 8091"),
        "NetworkPolicy worker-cart: lets worker-cart call products, which no release makes",
    ),
    "no default policy": (
        *("neighbours", "charts/platform/templates/network.yaml", "[Ingress, Egress]", "[Ingress]"),
        "charts/platform, production: no NetworkPolicy forbids everything by default",
    ),
    "metrics that nobody scrapes": (
        *("neighbours", "charts/service/templates/monitoring.yaml", "port: metrics", "port: metric"),
        "PodMonitoring cart: scrapes port 'metric', which cart does not have",
    ),
    "the internet led past the gateway": (
        *("neighbours", GKE, "name: {{ .Values.gateway.name }}, port", "name: cart, port"),
        "HTTPRoute gateway: leads to cart",
    ),
    "a route on a listener that is not there": (
        *("neighbours", GKE, "parentRefs: [{name: gateway, sectionName: https}]", "parentRefs: [{name: gateway, sectionName: tls}]"),
        "HTTPRoute gateway: hangs on listener tls",
    ),
    "a load balancer that asks another path": (
        *("neighbours", GKE, "requestPath: {{ .Values.gateway.probes.ready.path }}", "requestPath: /healthz"),
        "HealthCheckPolicy gateway: asks /healthz",
    ),
    "a path type that Gateway API does not have": (
        *("manifests", GKE, "type: PathPrefix", "type: Prefix"),
        "HTTPRoute gateway: .*'Prefix' is not one of",
    ),
    "a pod that shares its node's processes": (
        *("hard-charts", POD, "enableServiceLinks: false", "enableServiceLinks: false\nhostPID: true"),
        "CKV_K8S_17",
    ),
    "a route to the wrong service": (
        *("routes", NGINX, "/carts(?:/|$)\" {\n            proxy_pass http://cart;", "/carts(?:/|$)\" {\n            proxy_pass http://order;"),
        "config/nginx.conf, /shop/me/carts: leads to order, but cart serves it",
    ),
    "a misspelt word in nginx.conf": (
        *("routes", NGINX, "merge_slashes off;", "merge_slash off;"),
        r'config/nginx.conf:\d+: unknown directive "merge_slash"',
    ),
    "internal routes open to the world": (
        *("routes", NGINX, "location ^~ /internal/ { return 404; }", "location ^~ /internal/ { proxy_pass http://cart; }"),
        "config/nginx.conf, /internal/resources: leads to cart, but nobody serves it",
    ),
    "a table that the generated files do not follow": (
        *("generated", "config/services.yaml", "paths: [orders, ", "paths: [order, "),
        "ci/gen --check: config/nginx.conf is not what config/services.yaml says",
    ),
    "a Terraform reference that dangles": (
        *("terraform", "terraform/main.tf", "module.cluster.node_identity", "module.cluster.nodes_identity"),
        r"terraform/main.tf:\d+: Unsupported attribute: .*nodes_identity",
    ),
    "a Terraform argument that the provider does not have": (
        *("terraform", CLUSTER, "enable_private_nodes = true", "enable_private_node = true"),
        r"terraform/modules/cluster/main.tf:\d+: Unsupported argument: .*enable_private_node",
    ),
    "a Terraform argument that is missing": (
        *("terraform", "terraform/modules/database/main.tf", '  auth_database_name = "admin"\n', ""),
        "Missing required argument: .*auth_database_name",
    ),
    "Terraform in another form": (
        *("terraform", "terraform/outputs.tf", "value       = module.kafka.topics", "value = module.kafka.topics"),
        "terraform/outputs.tf: is not in Terraform's form",
    ),
    "topics with other partitions": (
        *("terraform", KAFKA, "partitions = var.partitions", "partitions = 3"),
        r"terraform/tests/production.tftest.hcl:\d+: .*as many partitions as config/services.yaml says",
    ),
    "a service that tells another's events": (
        *("terraform", KAFKA, "if !contains(local.events, name)]", "if name != \"\"]"),
        r"terraform/tests/staging.tftest.hcl:\d+: .*Only its owner",
    ),
    "an alert that Cloud Monitoring does not know how long to wait for": (
        *("terraform", "config/observability/rules/work.yml", "for: 10m", "for: 7m"),
        r"terraform/modules/monitoring/main.tf:\d+: Invalid index",
    ),
    "an alert that nobody hears of": (
        *("terraform", "terraform/main.tf", "if can(rule.alert)", "if can(rule.warning)"),
        "terraform/tests/production.tftest.hcl",
    ),
    "nodes with addresses on the internet": (
        *("hard-terraform", CLUSTER, "  private_cluster_config {\n    enable_private_nodes = true\n  }\n", ""),
        r"terraform/modules/cluster/main.tf:\d+: CKV_GCP_64",
    ),
    "a workflow that names a missing job": (
        *("pipeline", CIRCLECI, "      - image:\n", "      - images:\n"),
        ".circleci/config.yml, workflow release: names job images, which does not exist",
    ),
    "a job that waits for nobody": (
        *("pipeline", CIRCLECI, "requires: [deploy-staging]", "requires: [deploy-stagin]"),
        "workflow release, plan-production: requires deploy-stagin, which is not in this workflow",
    ),
    "a verb that does not exist": (
        *("pipeline", CIRCLECI, "command: ci/deploy", "command: ci/deplyo"),
        "job deploy: runs ci/deplyo, which does not exist",
    ),
    "a word that CircleCI does not know": (
        *("pipeline", CIRCLECI, "    executor: machine\n    steps:\n      - checkout\n      - run: {name: Everything", "    dokcer: [{image: a}]\n    steps:\n      - checkout\n      - run: {name: Everything"),
        ".circleci/config.yml: ",
    ),
    "an environment that is none": (
        *("pipeline", CIRCLECI, "name: apply-staging\n          environment: staging", "name: apply-staging\n          environment: stage"),
        "apply-staging: gives job apply environment: stage, which is none of",
    ),
    "production without an approval": (
        *("pipeline", CIRCLECI, "requires: [approve-production]", "requires: [plan-production]"),
        "workflow release, apply-production: changes production without an approval",
    ),
    "a plan that nobody sees before it is applied": (
        *("pipeline", CIRCLECI, "requires: [plan-staging-main]", "requires: [test-main]"),
        "apply-staging: applies no plan of staging",
    ),
    "a deploy from any branch": (
        *("pipeline", CIRCLECI, "          context: google-production\n          filters: *main\n          requires: [apply-production]", "          context: google-production\n          requires: [apply-production]"),
        "deploy-production: runs on other branches than main",
    ),
    "a condition that Compose does not have": (
        *("compose", "compose.yaml", "service_healthy", "service_healthyy"),
        "compose.yaml: .*service_healthyy",
    ),
    "a container that waits for nobody": (
        *("compose", "compose.yaml", "      mongo: {condition: service_healthy}", "      mongodb: {condition: service_healthy}"),
        "compose.yaml, service setup: waits for mongodb, which does not exist",
    ),
    "a container told what nothing reads": (
        *("compose", "compose.yaml", "    PUBLIC_URL:", "    PUBLIC_ADDRESS:"),
        "is told PUBLIC_ADDRESS, which nothing reads",
    ),
    "a server of any version": (
        *("compose", "compose.yaml", "image: mongo:8.0", "image: mongo:latest"),
        "compose.yaml, service mongo: runs mongo:latest, which names no version",
    ),
    "an image that runs as root": (
        *("images", "Dockerfile", "USER 10001\nENTRYPOINT", "ENTRYPOINT"),
        "Dockerfile: stage ms-commerce runs as root",
    ),
    "an image on whatever is newest": (
        *("images", "Dockerfile", "FROM python:3.11-slim AS ms-commerce", "FROM python:latest AS ms-commerce"),
        r"Dockerfile:\d+: DL3007",
    ),
    "packages of any bytes": (
        *("images", "Dockerfile", "--require-hashes ", ""),
        "Dockerfile: installs packages without --require-hashes",
    ),
    "a script that removes more than it should": (
        *("scripts", "ci/login", "mkdir -p build\n", "mkdir -p build\nrm -rf $BUILD/*\n"),
        r"ci/login:\d+: SC2115",
    ),
    "a ciphertext that opens anywhere": (
        *("secrets", "ci/secrets", 'return f"{self.environment}/{secret}/{key}".encode()', 'return b""'),
        "ci/secrets: opens what was sealed for staging/order as staging/product",
    ),
}  # fmt: skip


@pytest.mark.timeout(300)
@pytest.mark.parametrize("names", groups(PLANTED), ids=" + ".join)
def test_a_planted_mistake_is_refused_where_it_is(new_tree: Callable[[], Tree], names: list[str]) -> None:
    assert unseen(PLANTED, names, new_tree) == {}


def test_a_path_given_to_the_wrong_service_is_refused_though_everything_generated_agrees(tree: Tree) -> None:
    tree.change("config/services.yaml", "me/carts, me/active-cart", "me/carts")
    tree.change("config/services.yaml", "paths: [orders, ", "paths: [me/active-cart, orders, ")
    tree.generate()
    assert tree.said("generated") == ""
    assert "config/nginx.conf, /shop/me/active-cart: leads to order, but cart serves it" in tree.said("routes")


def test_a_secret_in_the_open_is_refused(tree: Tree) -> None:
    key = "AIza" + "SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY"  # Google's own form; in two halves, so that this file is clean
    (tree.root / "ci/token.txt").write_text(f"key = {key}\n", "utf-8")
    assert "ci/token.txt:1: gcp-api-key: looks like a secret in the open" in tree.said("leaks")


def test_a_missing_tool_is_a_failure(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tree.root / "no-tools"
    for module in ("rendering", "pipeline", "containers", "scripts", "terraform", "sealed"):
        monkeypatch.setattr(f"ci.checks.{module}.TOOLS", nowhere)
    monkeypatch.setattr("ci.checks.hardening.CHECKOV", nowhere / "checkov")
    monkeypatch.setattr("ci.checks.terraform.STAND_INS", nowhere)
    for check in (
        "charts",
        "pipeline",
        "compose",
        "images",
        "scripts",
        "leaks",
        "secrets",
        "terraform",
        "hard-terraform",
    ):
        assert "is missing: run ci/tools/install" in tree.said(check), check


def test_every_check_has_a_mistake_that_it_sees() -> None:
    elsewhere = {"leaks"}
    assert {check for check, *_ in [*PLANTED.values(), *OF_MEANING.values()]} | elsewhere == set(CHECKS)
