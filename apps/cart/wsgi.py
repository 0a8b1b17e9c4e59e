"""What the web server runs: the service, and the way its sagas' commands leave the house."""

from apps.cart import reserve_on_cart
from apps.cart.neighbours import neighbours
from apps.cart.service import service
from common.celery.app import make_celery
from common.celery.web import web_app

celery = make_celery("cart")
app = web_app(service, neighbours, celery)
reserve_on_cart.install(app, celery)
