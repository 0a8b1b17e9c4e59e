"""What a project's settings say to whoever makes its resources.

They are another service's: a replica may be a moment behind, so the owner is asked before they are a reason to refuse.

https://docs.commercetools.com/api/projects/project
"""

from collections.abc import Callable
from typing import Any

from common.errors import InvalidField
from common.resources.context import Context
from common.wire.json import Json

TYPE_ID = "project"

UNSET: Json = {
    "languages": [],
    "currencies": [],
    "countries": [],
    "carts": {
        "deleteDaysAfterLastModification": 90,
        "countryTaxRateFallbackEnabled": False,
        "priceRoundingMode": "HalfEven",
        "taxRoundingMode": "HalfEven",
    },
    "shoppingLists": {"deleteDaysAfterLastModification": 360},
}
"""Where nothing is known of the project: what a new one decides, and no limits."""


def project_of(context: Context, suits: Callable[[Json], bool] | None = None) -> Json:
    """The settings as on the wire, nothing missing; ``suits`` says whether they let the request pass."""
    known = context.find(TYPE_ID, context.project_key)
    if known is not None and suits is not None and not suits(known):
        known = context.find_again(TYPE_ID, context.project_key)
    known = known or {}
    return UNSET | known | {"carts": UNSET["carts"] | known.get("carts", {})}


def cart_setting(name: str, context: Context) -> Any:
    """One of the project's settings for carts: ``taxRoundingMode``."""
    return project_of(context)["carts"][name]


def check_language(locale: str | None, context: Context) -> None:
    _check_listed("languages", "locale", locale, context)


def check_currency(code: str, context: Context) -> None:
    _check_listed("currencies", "currency", code, context)


def check_country(code: str | None, context: Context) -> None:
    _check_listed("countries", "country", code, context)


def _check_listed(setting: str, field: str, value: str | None, context: Context) -> None:
    """InvalidField for a value that the project does not list. A project that lists none admits all."""

    def admits(project: Json) -> bool:
        return value is None or not project.get(setting) or value in project[setting]

    project = project_of(context, admits)
    if not admits(project):
        raise InvalidField(field, value, project[setting])
