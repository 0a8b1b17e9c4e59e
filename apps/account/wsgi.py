"""What the web server runs."""

from apps.account.app import make_app
from common.celery.app import make_celery
from common.celery.publishing import publish_writes

app = make_app()
publish_writes("account", make_celery("account"))
