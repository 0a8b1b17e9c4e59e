"""The table that says which service has the resources of a type agrees with the services."""

from importlib import import_module

from common.contracts.owners import OWNERS
from common.services import table


def test_every_type_that_is_served_has_its_owner() -> None:
    services = [import_module(f"apps.{row.name}.service").service for row in table().services]
    objects = {"key-value-document": "account"}  # they have routes of their own
    assert {card.type_id: service.name for service in services for card in service.resources} | objects == OWNERS
