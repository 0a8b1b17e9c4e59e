# A network of our own: private nodes, one way out.

variable "region" { type = string }

resource "google_compute_network" "main" {
  name                    = "ms-commerce"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "nodes" {
  name                     = "nodes"
  region                   = var.region
  network                  = google_compute_network.main.id
  ip_cidr_range            = "10.0.0.0/20"
  private_ip_google_access = true

  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = "10.4.0.0/14"
  }

  secondary_ip_range {
    range_name    = "services"
    ip_cidr_range = "10.8.0.0/20"
  }

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.1
    metadata             = "EXCLUDE_ALL_METADATA"
  }
}

resource "google_compute_router" "out" {
  name    = "out"
  region  = var.region
  network = google_compute_network.main.id
}

resource "google_compute_router_nat" "out" {
  name                               = "out"
  region                             = var.region
  router                             = google_compute_router.out.name
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}

output "network" { value = google_compute_network.main.id }
output "name" { value = google_compute_network.main.name }
output "subnetwork" { value = google_compute_subnetwork.nodes.id }
