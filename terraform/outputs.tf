output "kafka_bootstrap_servers" {
  description = "What ci/deploy tells every process."
  value       = module.kafka.bootstrap_servers
}

output "cluster" {
  description = "What ci/deploy signs in to."
  value       = { name = module.cluster.name, region = local.here.region, project = local.here.project }
}

output "kms_key" {
  description = "What ci/secrets encrypts with."
  value       = module.secrets.key
}

output "credentials" {
  description = "Secret → key → value, for `ci/secrets take`: the newest generation of each."
  sensitive   = true
  value = merge(
    { flower = module.kafka.credentials["relay"] },
    { for name in concat(keys(local.services), ["relay"]) : name => merge(
      module.kafka.credentials[name], { MONGODB_URI = module.database.uris[name] },
    ) },
  )
}

output "topics" {
  description = "topic → partitions"
  value       = module.kafka.topics
}

output "uptime_paths" {
  description = "service → the path that is asked from outside"
  value       = module.monitoring.uptime_paths
}
