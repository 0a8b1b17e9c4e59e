# What the platform runs on. The two tables of config/ say what there is: nothing here names a service or a topic.

locals {
  table    = yamldecode(file("${path.root}/../config/services.yaml"))
  here     = yamldecode(file("${path.root}/../config/environments.yaml"))[var.environment]
  services = local.table.services

  # Nodes of environments whose images this one keeps: their accounts have to be there first (docs/infrastructure.md).
  other_nodes = [
    for name, row in yamldecode(file("${path.root}/../config/environments.yaml")) :
    "serviceAccount:gke-node@${row.project}.iam.gserviceaccount.com"
    if name != var.environment && row.registry == local.here.project
  ]

  # pool → who it is for Kafka, and what it reads
  pools = merge(
    { for name, service in local.services : name => service.worker },
    { relay = local.table.relay },
  )

  # alert → its rule, from the very files that Prometheus reads
  alerts = { for rule in flatten([
    for file in fileset("${path.root}/../config/observability/rules", "*.yml") : [
      for group in yamldecode(file("${path.root}/../config/observability/rules/${file}")).groups : group.rules
    ]
    ]) : rule.alert => {
    query    = trimspace(rule.expr)
    for      = lookup(rule, "for", "0s")
    severity = rule.labels.severity
    runbook  = rule.annotations.runbook
    } if can(rule.alert)
  }

  # Every process that talks to Google: the ServiceAccounts that charts/service makes.
  processes = sort(concat(keys(local.services), [for name in keys(local.services) : "worker-${name}"], ["relay", "beat", "flower"]))
}

module "project" {
  source  = "./modules/project"
  project = local.here.project
}

module "network" {
  source     = "./modules/network"
  region     = local.here.region
  depends_on = [module.project]
}

module "cluster" {
  source     = "./modules/cluster"
  project    = local.here.project
  region     = local.here.region
  network    = module.network.network
  subnetwork = module.network.subnetwork
  protected  = var.environment == "production"
  depends_on = [module.project]
}

# Whoever keeps the images lets the other environment's nodes read them, so that neither needs rights in the other's project.
module "registry" {
  source   = "./modules/registry"
  count    = local.here.registry == local.here.project ? 1 : 0
  project  = local.here.registry
  region   = local.here.region
  readers  = concat([module.cluster.node_identity], local.other_nodes)
  writers  = [module.identity.builder]
  contents = "ms-commerce"
}

module "secrets" {
  source     = "./modules/secrets"
  region     = local.here.region
  encrypters = var.secret_keepers
  decrypters = [module.identity.deployer]
  depends_on = [module.project]
}

module "identity" {
  source     = "./modules/identity"
  project    = local.here.project
  builds     = local.here.registry == local.here.project
  circleci   = var.circleci
  namespace  = "ms-commerce"
  processes  = local.processes
  depends_on = [module.project]
}

module "edge" {
  source     = "./modules/edge"
  zone       = local.here.zone
  host       = local.here.host
  depends_on = [module.project]
}

module "kafka" {
  source             = "./modules/kafka"
  environment        = var.environment
  region             = local.here.region
  availability       = local.here.kafka.availability
  partitions         = local.table.topics.partitions
  dead_letter_suffix = local.table.topics.dead_letter_suffix
  services           = { for name, service in local.services : name => { events = service.events } }
  pools              = { for name, pool in local.pools : name => { group = pool.group, queues = pool.queues } }
  generations        = var.credential_generations
}

module "database" {
  source      = "./modules/database"
  org_id      = var.atlas_org_id
  environment = var.environment
  project     = local.here.project
  network     = module.network.name
  cidr        = local.here.mongodb.cidr
  size        = local.here.mongodb.size
  services    = keys(local.services)
  generations = var.credential_generations
  protected   = var.environment == "production"
}

module "monitoring" {
  source        = "./modules/monitoring"
  project       = local.here.project
  host          = local.here.host
  health        = merge({ for name, service in local.services : name => service.health }, { gateway = "/health" })
  on_call_email = var.on_call_email
  alerts        = local.alerts
  depends_on    = [module.project]
}
