"""Grafana's dashboards, as Python: `ci/dashboards` writes config/observability/dashboards from them."""
