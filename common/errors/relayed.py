"""What another service said no to, in its own words."""

from dataclasses import dataclass
from typing import Any

from common.errors.api_error import ApiError


@dataclass
class Relayed(ApiError):
    refusal: dict[str, Any]
    """An ``ErrorResponse``."""

    @property
    def http_status(self) -> int:
        return int(self.refusal["statusCode"])

    def __str__(self) -> str:
        return str(self.refusal["message"])

    def to_json(self) -> dict[str, Any]:
        first: dict[str, Any] = self.refusal["errors"][0]
        return first
