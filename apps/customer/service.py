"""Who buys."""

from common.service import Service

service: Service = Service("customer")
