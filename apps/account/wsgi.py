"""What the web server runs."""

from apps.account.app import make_app
from common.celery.web import join

app = make_app()
join(app, "account")
