"""What the web server runs: the service, and the way its sagas' first commands leave the house."""

from apps.order import sagas
from apps.order.neighbours import neighbours
from apps.order.service import service
from common.celery.app import make_celery
from common.celery.web import web_app

celery = make_celery("order")
app = web_app(service, neighbours, celery)
sagas.install(app, celery)
