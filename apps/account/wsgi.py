"""What the web server runs."""

from common.celery.web import join

from apps.account.app import make_app

app = make_app()
join(app, "account")
