terraform {
  required_version = ">= 1.11"

  required_providers {
    google       = { source = "hashicorp/google", version = "~> 6.50" }
    mongodbatlas = { source = "mongodb/mongodbatlas", version = "~> 1.41" }
    confluent    = { source = "confluentinc/confluent", version = "~> 2.30" }
    random       = { source = "hashicorp/random", version = "~> 3.7" }
  }

  # One bucket, a state per workspace. Passwords are in it: who may read it is in docs/infrastructure.md.
  backend "gcs" {
    bucket = "ms-commerce-terraform"
    prefix = "platform"
  }
}

provider "google" {
  project = local.here.project
  region  = local.here.region
}

provider "mongodbatlas" {} # MONGODB_ATLAS_PUBLIC_KEY, MONGODB_ATLAS_PRIVATE_KEY
provider "confluent" {}    # CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET
