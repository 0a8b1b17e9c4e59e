"""Projects, on one card. Their routes are their own: a project's path is its key."""

from apps.account.projects.actions import actions
from apps.account.projects.document import TYPE_ID, Project
from apps.account.projects.draft import ProjectDraft, born
from common.resources.card import ResourceType, Scopes

projects = ResourceType(
    path="",
    type_id=TYPE_ID,
    document=Project,
    draft=ProjectDraft,
    actions=actions,
    scopes=Scopes(view=("view_project_settings",), manage=("manage_project_settings",)),
    born=born,
)
