# The way in: an address, names for it, and a certificate that renews itself.

variable "zone" { type = string }
variable "host" { type = string }

locals {
  hosts = { shop = var.host, flower = "flower.${var.host}" }
}

resource "google_compute_global_address" "main" {
  name = "ms-commerce" # charts/gateway asks for it by this name
}

resource "google_dns_managed_zone" "main" {
  name     = "ms-commerce"
  dns_name = "${var.zone}."
  dnssec_config { state = "on" }
}

resource "google_dns_record_set" "host" {
  for_each     = local.hosts
  managed_zone = google_dns_managed_zone.main.name
  name         = "${each.value}."
  type         = "A"
  ttl          = 300
  rrdatas      = [google_compute_global_address.main.address]
}

resource "google_certificate_manager_dns_authorization" "host" {
  for_each = local.hosts
  name     = each.key
  domain   = each.value
}

resource "google_dns_record_set" "authorization" {
  for_each     = local.hosts
  managed_zone = google_dns_managed_zone.main.name
  name         = google_certificate_manager_dns_authorization.host[each.key].dns_resource_record[0].name
  type         = google_certificate_manager_dns_authorization.host[each.key].dns_resource_record[0].type
  ttl          = 300
  rrdatas      = [google_certificate_manager_dns_authorization.host[each.key].dns_resource_record[0].data]
}

resource "google_certificate_manager_certificate" "host" {
  for_each = local.hosts
  name     = each.key

  managed {
    domains            = [each.value]
    dns_authorizations = [google_certificate_manager_dns_authorization.host[each.key].id]
  }
}

resource "google_certificate_manager_certificate_map" "main" {
  name = "ms-commerce" # charts/gateway hangs it on the Gateway
}

resource "google_certificate_manager_certificate_map_entry" "host" {
  for_each     = local.hosts
  name         = each.key
  map          = google_certificate_manager_certificate_map.main.name
  hostname     = each.value
  certificates = [google_certificate_manager_certificate.host[each.key].id]
}

output "address" { value = google_compute_global_address.main.address }
output "name_servers" { value = google_dns_managed_zone.main.name_servers }
