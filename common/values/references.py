"""What points at another resource: by id at rest, by id or key when a client names it.

https://docs.commercetools.com/api/types#reference
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any

from marshmallow import ValidationError
from marshmallow import fields as wire

from common.wire.kinds import REQUIRED


@dataclass(slots=True)
class Reference:
    """A reference; as a client gave it (``key`` or ``id``) until it is resolved, then always with ``id``."""

    type_id: str
    id: str | None = None
    key: str | None = None

    def to_json(self) -> dict[str, str]:
        if self.id is None:
            raise ValueError(f"{self} was not resolved")
        return {"typeId": self.type_id, "id": self.id}


@dataclass(frozen=True)
class StoreKey:
    """How a store is referred to at rest: by its key, which never changes."""

    key: str
    type_id: str = "store"


class ReferenceField(wire.Field):
    """A ResourceIdentifier: ``typeId`` may be left out where the slot admits one type only."""

    default_error_messages = {"required": REQUIRED}  # noqa: RUF012

    def __init__(self, type_ids: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.type_ids = type_ids

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Reference:
        if not isinstance(value, Mapping):
            raise ValidationError("Expected an object with id or key")
        type_id = value.get("typeId") or self.type_ids[0]
        if type_id not in self.type_ids:
            raise ValidationError({"typeId": [f"Expected {' or '.join(self.type_ids)}"]})
        id, key = value.get("id"), value.get("key")
        if (id is None) == (key is None):
            raise ValidationError("Expected either id or key")
        if not isinstance(id if key is None else key, str):
            raise ValidationError({"key" if id is None else "id": ["Expected a string"]})
        return Reference(type_id, id, key)


class To:
    """The mark that says what a reference may point at: ``Annotated[Reference, To("category")]``."""

    def __init__(self, *type_ids: str) -> None:
        self.type_ids = type_ids

    def field(self, **options: Any) -> wire.Field:
        return ReferenceField(self.type_ids, **options)


def references_in(value: Any) -> Iterator[Reference]:
    """Every reference anywhere in a draft or an action."""
    if isinstance(value, Reference):
        yield value
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from references_in(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from references_in(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from references_in(getattr(value, field.name))


ToAnyDiscount = Annotated[Reference, To("cart-discount", "direct-discount")]
ToCartDiscount = Annotated[Reference, To("cart-discount")]
ToCart = Annotated[Reference, To("cart")]
ToCategory = Annotated[Reference, To("category")]
ToChannel = Annotated[Reference, To("channel")]
ToCustomer = Annotated[Reference, To("customer")]
ToCustomerGroup = Annotated[Reference, To("customer-group")]
ToDiscountCode = Annotated[Reference, To("discount-code")]
ToDiscountGroup = Annotated[Reference, To("discount-group")]
ToOrder = Annotated[Reference, To("order")]
ToPayment = Annotated[Reference, To("payment")]
ToProduct = Annotated[Reference, To("product")]
ToProductDiscount = Annotated[Reference, To("product-discount")]
ToProductType = Annotated[Reference, To("product-type")]
ToRecurrencePolicy = Annotated[Reference, To("recurrence-policy")]
ToReservation = Annotated[Reference, To("reservation")]
ToShippingMethod = Annotated[Reference, To("shipping-method")]
ToShoppingList = Annotated[Reference, To("shopping-list")]
ToState = Annotated[Reference, To("state")]
ToStore = Annotated[Reference, To("store")]
ToTaxCategory = Annotated[Reference, To("tax-category")]
ToType = Annotated[Reference, To("type")]
ToZone = Annotated[Reference, To("zone")]
