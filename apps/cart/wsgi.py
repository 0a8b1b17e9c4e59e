"""What the web server runs."""

from apps.cart.app import make_app
from common.celery.app import make_celery

app = make_app(make_celery("cart"))
