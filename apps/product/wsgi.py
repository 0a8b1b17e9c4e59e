"""What the web server runs."""

from apps.product.app import make_app
from common.celery.app import make_celery

app = make_app(make_celery("product"))
