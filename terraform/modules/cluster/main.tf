# GKE Autopilot: nodes are Google's to keep, pods say what they need.

variable "project" { type = string }
variable "region" { type = string }
variable "network" { type = string }
variable "subnetwork" { type = string }
variable "protected" { type = bool }

# Nodes get no more than they need to pull images and to tell logs and metrics.
resource "google_service_account" "node" {
  account_id   = "gke-node"
  display_name = "Nodes of the cluster"
}

resource "google_project_iam_member" "node" {
  project = var.project
  role    = "roles/container.defaultNodeServiceAccount"
  member  = google_service_account.node.member
}

resource "google_container_cluster" "main" {
  name                = "ms-commerce"
  location            = var.region
  enable_autopilot    = true
  deletion_protection = var.protected
  network             = var.network
  subnetwork          = var.subnetwork
  resource_labels     = { part-of = "ms-commerce" }

  release_channel { channel = "REGULAR" }

  ip_allocation_policy {
    cluster_secondary_range_name  = "pods"
    services_secondary_range_name = "services"
  }

  private_cluster_config {
    enable_private_nodes = true
  }

  # CI comes from anywhere, so the API is reached by its DNS name, behind IAM; its address is closed.
  control_plane_endpoints_config {
    dns_endpoint_config { allow_external_traffic = true }
    ip_endpoints_config { enabled = false }
  }

  gateway_api_config { channel = "CHANNEL_STANDARD" }

  workload_identity_config { workload_pool = "${var.project}.svc.id.goog" }

  cluster_autoscaling {
    auto_provisioning_defaults {
      service_account = google_service_account.node.email
      oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
    }
  }

  monitoring_config {
    enable_components = ["SYSTEM_COMPONENTS"]
    managed_prometheus { enabled = true }
  }

  logging_config { enable_components = ["SYSTEM_COMPONENTS", "WORKLOADS"] }

  maintenance_policy {
    recurring_window { # nights from Tuesday to Thursday, UTC
      start_time = "2026-11-24T01:00:00Z"
      end_time   = "2026-11-24T05:00:00Z"
      recurrence = "FREQ=WEEKLY;BYDAY=TU,WE,TH"
    }
  }
}

output "name" { value = google_container_cluster.main.name }
output "node_identity" { value = google_service_account.node.member }
output "protected" { value = google_container_cluster.main.deletion_protection }
