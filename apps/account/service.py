"""Account's table of contents."""

from apps.account.api_clients import api_clients
from apps.account.api_clients.views import views as api_client_views
from apps.account.channels import channels
from apps.account.collections import INDEXES
from apps.account.custom_objects import custom_objects
from apps.account.custom_objects.views import custom_object_routes
from apps.account.messages import messages
from apps.account.messages.views import reading_messages
from apps.account.oauth.revocation import revocations
from apps.account.oauth.views import oauth
from apps.account.projects import projects
from apps.account.projects.views import of_clients, of_people
from apps.account.reference.views import reference
from apps.account.states import states
from apps.account.stores import stores
from apps.account.types import types
from apps.account.users.views import users
from common.migrations.notes import noting
from common.service import Service

resources = (types, channels, states, stores)
service: Service = Service(
    "account",
    resources=resources,
    kept=(projects, api_clients, revocations, messages, custom_objects),
    blueprints=(
        oauth,
        users,
        of_people,
        of_clients,
        api_client_views,
        custom_object_routes(lambda: service.sources),
        reading_messages(lambda: service.sources),
        reference,
    ),
    indexes=INDEXES,
    migrations=noting(resources),
)
