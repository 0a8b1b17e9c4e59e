"""What the web server runs."""

from apps.product.neighbours import neighbours
from apps.product.service import service
from common.celery.web import web_app

app = web_app(service, neighbours)
