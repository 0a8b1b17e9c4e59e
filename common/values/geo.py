"""Where something is on the earth.

https://docs.commercetools.com/api/types#geojson
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from marshmallow.validate import Length

from common.errors import InvalidField
from common.predicates import Kind


@dataclass(frozen=True)
class GeoJsonPoint:
    """``coordinates`` are longitude and latitude, in degrees."""

    coordinates: Annotated[tuple[float, ...], Length(equal=2)]
    type: Literal["Point"] = "Point"

    def __post_init__(self) -> None:
        longitude, latitude = self.coordinates
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise InvalidField("coordinates", list(self.coordinates))


GeoPoint = Annotated[GeoJsonPoint, Kind.POINT]
"""What predicates ask with ``within circle(…)``."""
