# The Google APIs that the rest needs.

variable "project" { type = string }

locals {
  apis = [
    "artifactregistry", "certificatemanager", "cloudkms", "cloudresourcemanager", "cloudtrace", "compute", "container",
    "dns", "iam", "iamcredentials", "logging", "monitoring", "sts",
  ]
}

resource "google_project_service" "api" {
  for_each           = toset(local.apis)
  project            = var.project
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}
