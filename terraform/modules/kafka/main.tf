# Confluent Cloud: a cluster, the topics of config/services.yaml, and for each service what it may read and write.

terraform {
  required_providers {
    confluent = { source = "confluentinc/confluent" }
  }
}

variable "environment" { type = string }
variable "region" { type = string }
variable "availability" { type = string }
variable "partitions" { type = number }
variable "dead_letter_suffix" { type = string }
variable "services" { type = map(object({ events = string })) }
variable "pools" { type = map(object({ group = string, queues = list(string) })) }
variable "generations" { type = list(string) }

locals {
  queues = toset(flatten([for pool in var.pools : pool.queues]))
  names  = setunion(local.queues, [for service in var.services : service.events])
  topics = merge(
    { for name in local.names : name => { partitions = var.partitions, config = { "retention.ms" = "604800000" } } },
    { for name in local.names : "${name}${var.dead_letter_suffix}" => { partitions = 1, config = { "retention.ms" = "-1" } } },
  )
  events   = [for service in var.services : service.events]
  commands = [for name in local.queues : name if !contains(local.events, name)]

  # Who may do what: a pool reads its queues in its group, everybody may send commands, only its owner tells events.
  reads            = merge([for name, pool in var.pools : { for queue in pool.queues : "${name} READ ${queue}" => { who = name, topic = queue } }]...)
  commands_written = merge([for name in keys(var.pools) : { for queue in local.commands : "${name} WRITE ${queue}" => { who = name, topic = queue } }]...)
  events_told = merge(
    { for name, service in var.services : "${name} WRITE ${service.events}" => { who = name, topic = service.events } },
    { for name, service in var.services : "relay WRITE ${service.events}" => { who = "relay", topic = service.events } },
  )
  dead_letters = merge([for name, pool in var.pools : { for queue in pool.queues : "${name} WRITE ${queue}${var.dead_letter_suffix}" => { who = name, topic = "${queue}${var.dead_letter_suffix}" } }]...)
  credentials  = merge([for name in keys(var.pools) : { for generation in var.generations : "${name} ${generation}" => name }]...)
}

resource "confluent_environment" "main" {
  display_name = "ms-commerce-${var.environment}"
}

resource "confluent_kafka_cluster" "main" {
  display_name = "ms-commerce"
  availability = var.availability
  cloud        = "GCP"
  region       = var.region
  standard {}

  environment { id = confluent_environment.main.id }

  lifecycle { prevent_destroy = true }
}

# Makes topics and rules; no process has it.
resource "confluent_service_account" "admin" {
  display_name = "terraform-${var.environment}"
  description  = "Makes topics and rules"
}

resource "confluent_role_binding" "admin" {
  principal   = "User:${confluent_service_account.admin.id}"
  role_name   = "CloudClusterAdmin"
  crn_pattern = confluent_kafka_cluster.main.rbac_crn
}

resource "confluent_api_key" "admin" {
  display_name = "terraform-${var.environment}"

  owner {
    id          = confluent_service_account.admin.id
    api_version = confluent_service_account.admin.api_version
    kind        = confluent_service_account.admin.kind
  }

  managed_resource {
    id          = confluent_kafka_cluster.main.id
    api_version = confluent_kafka_cluster.main.api_version
    kind        = confluent_kafka_cluster.main.kind

    environment { id = confluent_environment.main.id }
  }

  depends_on = [confluent_role_binding.admin]
}

resource "confluent_kafka_topic" "topic" {
  for_each         = local.topics
  topic_name       = each.key
  partitions_count = each.value.partitions
  config           = each.value.config
  rest_endpoint    = confluent_kafka_cluster.main.rest_endpoint

  kafka_cluster { id = confluent_kafka_cluster.main.id }

  credentials {
    key    = confluent_api_key.admin.id
    secret = confluent_api_key.admin.secret
  }

  lifecycle { prevent_destroy = true }
}

resource "confluent_service_account" "pool" {
  for_each     = var.pools
  display_name = "${each.key}-${var.environment}"
  description  = "The processes of ${each.key}, web and worker"
}

resource "confluent_api_key" "pool" {
  for_each     = local.credentials
  display_name = "${each.key}-${var.environment}"

  owner {
    id          = confluent_service_account.pool[each.value].id
    api_version = confluent_service_account.pool[each.value].api_version
    kind        = confluent_service_account.pool[each.value].kind
  }

  managed_resource {
    id          = confluent_kafka_cluster.main.id
    api_version = confluent_kafka_cluster.main.api_version
    kind        = confluent_kafka_cluster.main.kind

    environment { id = confluent_environment.main.id }
  }
}

locals {
  rules = merge(
    { for key, rule in local.reads : key => merge(rule, { type = "TOPIC", pattern = "LITERAL", operation = "READ" }) },
    { for key, rule in merge(local.commands_written, local.events_told, local.dead_letters) : key => merge(rule, { type = "TOPIC", pattern = "LITERAL", operation = "WRITE" }) },
    { for name, pool in var.pools : "${name} GROUP" => { who = name, topic = pool.group, type = "GROUP", pattern = "LITERAL", operation = "READ" } },
    # The transport's own topics, of remote control and of tasks for later, which it makes itself (common/kafka).
    merge([for operation in ["CREATE", "READ", "WRITE", "DESCRIBE"] : {
      for name in keys(var.pools) : "${name} ${operation} _celery*" => { who = name, topic = "_celery", type = "TOPIC", pattern = "PREFIXED", operation = operation }
    }]...),
    { for name in keys(var.pools) : "${name} GROUP _celery*" => { who = name, topic = "_celery", type = "GROUP", pattern = "PREFIXED", operation = "READ" } },
    # Lag is told by who reads the group's offsets and the topics' ends: each pool its own, Flower (as relay) everybody's.
    { "relay DESCRIBE GROUP *" = { who = "relay", topic = "*", type = "GROUP", pattern = "LITERAL", operation = "DESCRIBE" } },
    { "relay DESCRIBE TOPIC *" = { who = "relay", topic = "*", type = "TOPIC", pattern = "LITERAL", operation = "DESCRIBE" } },
    # An operator looks at dead letters, and sends them again, in the relay's pod (docs/runbooks.md).
    { for name in local.names : "relay READ ${name}${var.dead_letter_suffix}" => { who = "relay", topic = "${name}${var.dead_letter_suffix}", type = "TOPIC", pattern = "LITERAL", operation = "READ" } },
    { "relay GROUP ms-commerce-dead-letters" = { who = "relay", topic = "ms-commerce-dead-letters", type = "GROUP", pattern = "LITERAL", operation = "READ" } },
  )
}

resource "confluent_kafka_acl" "rule" {
  for_each      = local.rules
  resource_type = each.value.type
  resource_name = each.value.topic
  pattern_type  = each.value.pattern
  principal     = "User:${confluent_service_account.pool[each.value.who].id}"
  host          = "*"
  operation     = each.value.operation
  permission    = "ALLOW"
  rest_endpoint = confluent_kafka_cluster.main.rest_endpoint

  kafka_cluster { id = confluent_kafka_cluster.main.id }

  credentials {
    key    = confluent_api_key.admin.id
    secret = confluent_api_key.admin.secret
  }
}

output "bootstrap_servers" { value = trimprefix(confluent_kafka_cluster.main.bootstrap_endpoint, "SASL_SSL://") }
output "topics" { value = { for name, topic in confluent_kafka_topic.topic : name => topic.partitions_count } }
output "rules" { value = keys(confluent_kafka_acl.rule) }
output "credentials" {
  sensitive = true
  value = {
    for name in keys(var.pools) : name => {
      KAFKA_USERNAME = confluent_api_key.pool["${name} ${reverse(var.generations)[0]}"].id
      KAFKA_PASSWORD = confluent_api_key.pool["${name} ${reverse(var.generations)[0]}"].secret
    }
  }
}
