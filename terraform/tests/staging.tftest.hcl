# What would be built in staging. Providers are stand-ins that know the real schemas: nothing is asked of any cloud.

mock_provider "google" {}
mock_provider "mongodbatlas" {
  mock_resource "mongodbatlas_advanced_cluster" {
    defaults = { connection_strings = [{ private_srv = "mongodb+srv://ms-commerce.example.mongodb.net" }] }
  }
}
mock_provider "confluent" {}
mock_provider "random" {}

variables {
  environment   = "staging"
  atlas_org_id  = "000000000000000000000000"
  on_call_email = "on-call@mss-commerce.com"
  circleci = {
    organization_id = "11111111-1111-1111-1111-111111111111"
    project_id      = "22222222-2222-2222-2222-222222222222"
  }
}

run "what_is_built" {
  command = plan

  assert {
    condition     = output.topics["cart"] == yamldecode(file("../config/services.yaml")).topics.partitions
    error_message = "A command topic has as many partitions as config/services.yaml says."
  }

  assert {
    condition     = output.topics["cart.dlt"] == 1
    error_message = "Dead letters are few and need their order: one partition."
  }

  assert {
    condition = alltrue([
      for service in values(yamldecode(file("../config/services.yaml")).services) : alltrue([
        for queue in service.worker.queues : contains(keys(output.topics), queue) && contains(keys(output.topics), "${queue}.dlt")
      ])
    ])
    error_message = "Every queue that a pool reads has a topic, and one for its dead letters."
  }

  assert {
    condition = alltrue([
      for name, service in yamldecode(file("../config/services.yaml")).services : output.uptime_paths[name] == service.health
    ])
    error_message = "Every service is looked at from outside, at the path where it says that it is well."
  }

  assert {
    condition     = contains(module.kafka.rules, "relay READ cart.dlt") && !contains(module.kafka.rules, "cart READ cart.dlt")
    error_message = "Dead letters are read where an operator is, in the relay's pod."
  }

  assert {
    condition     = module.monitoring.rules["SagaParked"] == "CRITICAL" && module.monitoring.rules["DeadLetters"] == "WARNING"
    error_message = "Who is on call hears of every alert of config/observability/rules."
  }

  assert {
    condition     = module.cluster.protected == false
    error_message = "Only production is protected from being deleted."
  }

  assert {
    condition     = contains(module.kafka.rules, "cart READ product.events") && !contains(module.kafka.rules, "customer READ cart.events")
    error_message = "A pool reads what config/services.yaml lists, nothing else."
  }

  assert {
    condition     = contains(module.kafka.rules, "cart WRITE cart.events") && !contains(module.kafka.rules, "order WRITE cart.events")
    error_message = "Only its owner, and the relay for it, tells what changed."
  }

  assert {
    condition     = sort(module.database.databases["cart-1"]) == tolist(["ms-commerce-cart"])
    error_message = "A service's user sees its own database."
  }

  assert {
    condition = setsubtract(
      [for file in fileset("../charts/values", "*.yaml") : trimsuffix(file, ".yaml")], ["platform", "gateway"],
    ) == setsubtract(keys(module.identity.processes), ["beat"])
    error_message = "Each release's ServiceAccount is somebody to Google, and nobody else is."
  }

  assert {
    condition     = length(module.registry) == 0
    error_message = "Images are kept once, by production."
  }
}

run "credentials_are_rotated_without_a_gap" {
  command = plan

  variables {
    credential_generations = ["1", "2"]
  }

  assert {
    condition     = contains(keys(module.database.databases), "cart-1") && contains(keys(module.database.databases), "cart-2")
    error_message = "While credentials are rotated, the old ones work too."
  }
}

run "an_unknown_environment_is_refused" {
  command = plan

  variables {
    environment = "qa"
  }

  expect_failures = [var.environment]
}
