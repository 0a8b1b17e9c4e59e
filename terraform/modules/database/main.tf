# MongoDB Atlas: a cluster reached through peering only, a database and users per service, backups.

terraform {
  required_providers {
    mongodbatlas = { source = "mongodb/mongodbatlas" }
  }
}

variable "org_id" { type = string }
variable "environment" { type = string }
variable "project" { type = string }
variable "network" { type = string }
variable "cidr" { type = string }
variable "size" { type = string }
variable "services" { type = list(string) }
variable "generations" { type = list(string) }
variable "protected" { type = bool }

locals {
  prefix = "ms-commerce-"
  users = merge(
    [for generation in var.generations : merge(
      { for name in var.services : "${name}-${generation}" => { databases = ["${local.prefix}${name}"] } },
      # The relay sweeps every service's outboxes.
      { "relay-${generation}" = { databases = [for name in var.services : "${local.prefix}${name}"] } },
    )]...
  )
}

resource "mongodbatlas_project" "main" {
  name   = "ms-commerce-${var.environment}"
  org_id = var.org_id
}

resource "mongodbatlas_network_container" "main" {
  project_id       = mongodbatlas_project.main.id
  provider_name    = "GCP"
  atlas_cidr_block = var.cidr
}

resource "mongodbatlas_network_peering" "main" {
  project_id     = mongodbatlas_project.main.id
  container_id   = mongodbatlas_network_container.main.container_id
  provider_name  = "GCP"
  gcp_project_id = var.project
  network_name   = var.network
}

resource "google_compute_network_peering" "atlas" {
  name         = "atlas"
  network      = "projects/${var.project}/global/networks/${var.network}"
  peer_network = "projects/${mongodbatlas_network_peering.main.atlas_gcp_project_id}/global/networks/${mongodbatlas_network_peering.main.atlas_vpc_name}"
}

resource "mongodbatlas_project_ip_access_list" "pods" {
  project_id = mongodbatlas_project.main.id
  cidr_block = "10.4.0.0/14"
  comment    = "The cluster's pods, through peering"
}

resource "mongodbatlas_advanced_cluster" "main" {
  project_id                     = mongodbatlas_project.main.id
  name                           = "ms-commerce"
  cluster_type                   = "REPLICASET"
  mongo_db_major_version         = "8.0"
  backup_enabled                 = true
  pit_enabled                    = true
  termination_protection_enabled = var.protected

  replication_specs {
    region_configs {
      provider_name = "GCP"
      region_name   = "WESTERN_EUROPE"
      priority      = 7

      electable_specs {
        instance_size = var.size
        node_count    = 3
      }
    }
  }

  lifecycle { prevent_destroy = true }

  depends_on = [mongodbatlas_network_peering.main]
}

resource "mongodbatlas_cloud_backup_schedule" "main" {
  project_id               = mongodbatlas_project.main.id
  cluster_name             = mongodbatlas_advanced_cluster.main.name
  reference_hour_of_day    = 2
  reference_minute_of_hour = 30
  restore_window_days      = 7

  policy_item_daily {
    frequency_interval = 1
    retention_unit     = "days"
    retention_value    = 35
  }

  policy_item_monthly {
    frequency_interval = 1
    retention_unit     = "months"
    retention_value    = 12
  }
}

resource "random_password" "user" {
  for_each = local.users
  length   = 40
  special  = false # it goes into a URI
}

resource "mongodbatlas_database_user" "user" {
  for_each           = local.users
  project_id         = mongodbatlas_project.main.id
  username           = each.key
  password           = random_password.user[each.key].result
  auth_database_name = "admin"

  dynamic "roles" {
    for_each = each.value.databases
    content {
      role_name     = "readWrite"
      database_name = roles.value
    }
  }

  scopes {
    name = mongodbatlas_advanced_cluster.main.name
    type = "CLUSTER"
  }
}

locals {
  # mongodb+srv://HOST, where the peered network sees it
  address = trimprefix(mongodbatlas_advanced_cluster.main.connection_strings[0].private_srv, "mongodb+srv://")
  newest  = reverse(var.generations)[0]
}

output "databases" { value = { for name, user in local.users : name => user.databases } }
output "uris" {
  sensitive = true
  value = {
    for name in concat(var.services, ["relay"]) :
    name => "mongodb+srv://${name}-${local.newest}:${random_password.user["${name}-${local.newest}"].result}@${local.address}/?retryWrites=true&w=majority"
  }
}
