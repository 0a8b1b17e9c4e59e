"""What the web server runs."""

from apps.customer.neighbours import neighbours
from apps.customer.service import service
from common.celery.web import web_app

app = web_app(service, neighbours)
