"""What may stand in a store's lists: languages of the project, channels that have the role."""

from collections.abc import Callable

from common.errors.stores import MissingRoleOnChannel, ProjectNotConfiguredForLanguages
from common.resources.context import Context
from common.resources.projects import project_of
from common.wire.json import Json


def check_languages(languages: list[str], context: Context) -> None:
    known = project_of(context)["languages"]
    if known and not set(languages) <= set(known):
        raise ProjectNotConfiguredForLanguages(languages)


def have_role(role: str) -> Callable[[list[Json], Context], None]:
    def check(channels: list[Json], context: Context) -> None:
        found = context.find_all("channel", [channel["id"] for channel in channels])
        for channel in channels:
            if role not in found[channel["id"]]["roles"]:
                raise MissingRoleOnChannel(channel, role)

    return check


distributes, supplies = have_role("ProductDistribution"), have_role("InventorySupply")
