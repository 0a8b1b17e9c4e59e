"""Who is asking, and what they may do. Every service verifies tokens by itself; only account gives them out.

    @blueprint.get("/<project_key>/categories/<id>")
    @requires("view_categories", "view_products")
    def read(project_key: str, id: str) -> Response:
        current_principal().client_id

``create_app`` prepares an app by ``install``; account also signs (apps/account/oauth).
"""

from common.auth.bearer import authorise, current_principal, requires
from common.auth.installed import install
from common.auth.internal import internal_headers, internal_only
from common.auth.principal import Principal
from common.auth.scopes import Scopes

__all__ = [
    "Principal",
    "Scopes",
    "authorise",
    "current_principal",
    "install",
    "internal_headers",
    "internal_only",
    "requires",
]
