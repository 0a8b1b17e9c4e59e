"""What the web server runs: the service, and the way its sagas' commands leave the house."""

from apps.customer import sign_in
from apps.customer.neighbours import neighbours
from apps.customer.service import service
from common.celery.app import make_celery
from common.celery.web import web_app

celery = make_celery("customer")
app = web_app(service, neighbours, celery)
sign_in.install(app, celery)
