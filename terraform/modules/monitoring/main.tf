# What is seen from outside, and who is told. What the processes say of themselves: config/observability/.

variable "project" { type = string }
variable "host" { type = string }
variable "health" { type = map(string) }
variable "on_call_email" { type = string }
variable "alerts" { type = map(object({ query = string, for = string, severity = string, runbook = string })) }

variable "seconds" {
  description = "Prometheus' durations in those of Cloud Monitoring."
  type        = map(string)
  default     = { "0s" = "0s", "1m" = "60s", "2m" = "120s", "5m" = "300s", "10m" = "600s", "15m" = "900s" }
}

resource "google_monitoring_notification_channel" "on_call" {
  display_name = "On call"
  type         = "email"
  labels       = { email_address = var.on_call_email }
}

resource "google_monitoring_uptime_check_config" "service" {
  for_each     = var.health
  display_name = "${each.key} at ${var.host}"
  period       = "60s"
  timeout      = "10s"

  http_check {
    path         = each.value
    port         = 443
    use_ssl      = true
    validate_ssl = true
    accepted_response_status_codes { status_class = "STATUS_CLASS_2XX" }
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { host = var.host, project_id = var.project }
  }
}

resource "google_monitoring_alert_policy" "unreachable" {
  for_each              = google_monitoring_uptime_check_config.service
  display_name          = "${each.key} is not reached from outside"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = [google_monitoring_notification_channel.on_call.id]

  conditions {
    display_name = "Two regions or more fail for two minutes"
    condition_threshold {
      filter          = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\"uptime_url\" AND metric.labels.check_id=\"${each.value.uptime_check_id}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1
      duration        = "120s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
        group_by_fields      = ["resource.label.host"]
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "`https://${var.host}${var.health[each.key]}` does not answer. Look at the Gateway, then at pods of ${each.key}."
  }
}

# Every process writes `severity` (common/observability/logs.py): ERROR is a bug, or something that is away.
resource "google_logging_metric" "errors" {
  name   = "ms-commerce/errors"
  filter = "resource.type=\"k8s_container\" AND resource.labels.namespace_name=\"ms-commerce\" AND severity>=ERROR"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    labels {
      key        = "service"
      value_type = "STRING"
    }
  }

  label_extractors = { service = "EXTRACT(jsonPayload.service)" }
}

resource "google_monitoring_alert_policy" "errors" {
  display_name          = "Processes write errors"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = [google_monitoring_notification_channel.on_call.id]

  conditions {
    display_name = "More than ten in five minutes"
    condition_threshold {
      filter          = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.errors.name}\" AND resource.type=\"k8s_container\""
      comparison      = "COMPARISON_GT"
      threshold_value = 10
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["metric.label.service"]
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "Logs Explorer, `severity>=ERROR` of that service. Began with a release: `ci/deploy ENVIRONMENT --rollback`. Else docs/runbooks.md, by what the lines name."
  }
}

# Prometheus' own alerts, from the file that promtool tests: the cluster evaluates what they record (charts/platform), Cloud
# Monitoring the alerts themselves, and tells who is on call.
resource "google_monitoring_alert_policy" "rule" {
  for_each              = var.alerts
  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.severity == "page" ? "CRITICAL" : "WARNING"
  notification_channels = [google_monitoring_notification_channel.on_call.id]

  conditions {
    display_name = each.key
    condition_prometheus_query_language {
      query                     = each.value.query
      duration                  = var.seconds[each.value.for]
      evaluation_interval       = "60s"
      disable_metric_validation = true # counters of trouble are not there before the first
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "${each.value.runbook}: what it means, what to look at, what to do."
  }
}

output "uptime_paths" { value = { for name, check in google_monitoring_uptime_check_config.service : name => check.http_check[0].path } }
output "rules" { value = { for name, policy in google_monitoring_alert_policy.rule : name => policy.severity } }
