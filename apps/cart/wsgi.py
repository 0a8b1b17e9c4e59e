"""What the web server runs."""

from apps.cart.neighbours import neighbours
from apps.cart.service import service
from common.celery.web import web_app

app = web_app(service, neighbours)
