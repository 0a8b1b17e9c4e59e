"""Errors of stores: what a store, its project or its channels are not set up for."""

from dataclasses import dataclass
from typing import ClassVar

from common.errors.api_error import ApiError


class StoreError(ApiError):
    pass


@dataclass
class ProjectNotConfiguredForLanguages(StoreError):
    """Add the languages to the project first."""

    languages: list[str]

    def __str__(self) -> str:
        return "The project is not configured for given languages."


@dataclass
class LanguageUsedInStores(StoreError):
    def __str__(self) -> str:
        return "Language(s) in use by a store cannot be deleted. Remove them in all the stores of this project first."


@dataclass
class MissingRoleOnChannel(StoreError):
    channel: dict[str, str]
    missing_role: str

    def __str__(self) -> str:
        return f"Given channel with {self.channel['id']} does not have the required role {self.missing_role}."


@dataclass
class CountryNotConfiguredInStore(StoreError):
    private: ClassVar[frozenset[str]] = frozenset({"store"})
    store: str
    country: str
    store_countries: list[str]

    def __str__(self) -> str:
        return f"The country {self.country} is not configured for the store {self.store}."
