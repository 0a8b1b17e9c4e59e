"""How a project is born."""

from dataclasses import dataclass, field

from apps.account.projects.document import Project
from apps.account.projects.settings import (
    Carts,
    Countries,
    Currencies,
    Discounts,
    Inventory,
    Languages,
    Messages,
    ShoppingLists,
    Title,
)
from common.resources.card import shared_fields
from common.resources.context import Context


@dataclass(frozen=True)
class ProjectDraft:
    """Only the key is needed; the rest can be changed later."""

    key: str
    name: Title | None = None
    countries: Countries = ("DE", "GB", "US")
    currencies: Currencies = ("EUR", "GBP", "USD")
    languages: Languages = ("en", "de")
    messages: Messages = field(default_factory=Messages)
    carts: Carts = field(default_factory=Carts)
    shopping_lists: ShoppingLists = field(default_factory=ShoppingLists)
    discounts: Discounts = field(default_factory=Discounts)
    inventory: Inventory = field(default_factory=Inventory)


def born(draft: ProjectDraft, context: Context) -> Project:
    project = Project(**shared_fields(draft, Project))
    project.id = draft.key
    project.name = draft.name or draft.key
    return project
