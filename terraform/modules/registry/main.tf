# Images, in one place: production runs the bytes that staging ran. Its owner makes it, both environments read it.

variable "project" { type = string }
variable "region" { type = string }
variable "contents" { type = string }
variable "readers" { type = list(string) }
variable "writers" { type = list(string) }

resource "google_artifact_registry_repository" "images" {
  project       = var.project
  location      = var.region
  repository_id = var.contents
  format        = "DOCKER"

  docker_config { immutable_tags = true }

  cleanup_policies {
    id     = "keep-a-year-of-releases"
    action = "KEEP"
    most_recent_versions { keep_count = 200 }
  }
}

resource "google_artifact_registry_repository_iam_member" "reader" {
  for_each   = { for index, member in var.readers : index => member }
  project    = var.project
  location   = var.region
  repository = var.contents
  role       = "roles/artifactregistry.reader"
  member     = each.value
  depends_on = [google_artifact_registry_repository.images]
}

resource "google_artifact_registry_repository_iam_member" "writer" {
  for_each   = { for index, member in var.writers : index => member }
  project    = var.project
  location   = var.region
  repository = var.contents
  role       = "roles/artifactregistry.writer"
  member     = each.value
  depends_on = [google_artifact_registry_repository.images]
}

output "readers" { value = [for grant in google_artifact_registry_repository_iam_member.reader : grant.member] }
