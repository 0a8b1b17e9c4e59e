# Who may do what, without a single key file: CI shows CircleCI's OIDC token, pods show their ServiceAccount.

variable "project" { type = string }
variable "builds" { type = bool }
variable "circleci" { type = object({ organization_id = string, project_id = string }) }
variable "namespace" { type = string }
variable "processes" { type = list(string) }

data "google_project" "here" {
  project_id = var.project
}

locals {
  # identity → what it may do in this project; what it may do to one resource is said beside the resource
  roles = {
    builder     = []
    deployer    = ["roles/container.developer"]
    planner     = ["roles/viewer", "roles/iam.securityReviewer"]
    provisioner = ["roles/editor", "roles/resourcemanager.projectIamAdmin", "roles/iam.workloadIdentityPoolAdmin", "roles/cloudkms.admin"]
  }
  identities = { for name, roles in local.roles : name => roles if name != "builder" || var.builds }
  granted    = merge([for name, roles in local.identities : { for role in roles : "${name} ${role}" => { name = name, role = role } }]...)
  pool       = google_iam_workload_identity_pool.circleci.name
}

resource "google_iam_workload_identity_pool" "circleci" {
  workload_identity_pool_id = "circleci"
  display_name              = "CircleCI"
}

resource "google_iam_workload_identity_pool_provider" "circleci" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.circleci.workload_identity_pool_id
  workload_identity_pool_provider_id = "circleci"
  attribute_condition                = "assertion['oidc.circleci.com/project-id'] == '${var.circleci.project_id}'"

  attribute_mapping = {
    # A whole sub (org/…/project/…/user/…/vcs-origin/…) is more than the 127 bytes that Google takes.
    "google.subject" = "assertion.sub.extract('/user/{user}/vcs-origin')"
    "attribute.ref"  = "assertion['oidc.circleci.com/vcs-ref']"
  }

  oidc {
    issuer_uri        = "https://oidc.circleci.com/org/${var.circleci.organization_id}"
    allowed_audiences = [var.circleci.organization_id]
  }
}

resource "google_service_account" "ci" {
  for_each     = local.identities
  account_id   = "ci-${each.key}"
  display_name = "CI: ${each.key}"
}

# A plan may be asked for on any branch; everything that changes something is main's.
resource "google_service_account_iam_member" "ci" {
  for_each           = local.identities
  service_account_id = google_service_account.ci[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  member             = each.key == "planner" ? "principalSet://iam.googleapis.com/${local.pool}/*" : "principalSet://iam.googleapis.com/${local.pool}/attribute.ref/refs/heads/main"
}

resource "google_project_iam_member" "ci" {
  for_each = local.granted
  project  = var.project
  role     = each.value.role
  member   = google_service_account.ci[each.value.name].member
}

# Processes may write traces; logs and metrics are collected from them.
resource "google_project_iam_member" "process" {
  for_each = toset(var.processes)
  project  = var.project
  role     = "roles/cloudtrace.agent"
  member   = "principal://iam.googleapis.com/projects/${data.google_project.here.number}/locations/global/workloadIdentityPools/${var.project}.svc.id.goog/subject/ns/${var.namespace}/sa/${each.key}"
}

output "deployer" { value = google_service_account.ci["deployer"].member }
output "builder" { value = var.builds ? google_service_account.ci["builder"].member : "" }
output "processes" { value = { for name, grant in google_project_iam_member.process : name => grant.member } }
