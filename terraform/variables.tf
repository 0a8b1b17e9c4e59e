variable "environment" {
  description = "Which row of config/environments.yaml to build; the workspace of the same name keeps its state."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "environment must be staging or production."
  }

  validation {
    condition     = contains([var.environment, "default"], terraform.workspace)
    error_message = "This is workspace ${terraform.workspace}, not ${var.environment}: its state is another environment's."
  }
}

variable "atlas_org_id" {
  description = "The MongoDB Atlas organisation that pays."
  type        = string
}

variable "circleci" {
  description = "Whose tokens Google believes: the organisation and the one project in it."
  type        = object({ organization_id = string, project_id = string })

  validation {
    condition     = alltrue([for id in values(var.circleci) : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "circleci.organization_id and circleci.project_id are UUIDs."
  }
}

variable "on_call_email" {
  description = "Who is told when something is wrong."
  type        = string

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+$", var.on_call_email))
    error_message = "on_call_email must be an email address."
  }
}

variable "secret_keepers" {
  description = "Who may encrypt secrets by hand: groups or people, as IAM members."
  type        = set(string)
  default     = []
}

variable "credential_generations" {
  description = "Credentials of databases and brokers that are valid now, oldest first; the last one is handed out. To rotate: add one, deploy, remove the first."
  type        = list(string)
  default     = ["1"]

  validation {
    condition     = length(var.credential_generations) >= 1 && length(var.credential_generations) <= 2
    error_message = "One generation, or two while credentials are rotated."
  }
}
