"""What may be wrong with attribute definitions.

https://docs.commercetools.com/api/errors#product-types
"""

from dataclasses import dataclass

from common.errors import ApiError


@dataclass
class _Conflict(ApiError):
    conflicting_product_type_id: str
    conflicting_product_type_name: str
    conflicting_attribute_name: str


@dataclass
class AttributeDefinitionAlreadyExists(_Conflict):
    def __str__(self) -> str:
        return (
            f"An attribute definition with name '{self.conflicting_attribute_name}' already exists "
            f"on product type '{self.conflicting_product_type_name}'."
        )


@dataclass
class AttributeDefinitionTypeConflict(_Conflict):
    """Attributes of one name have one type in all of a project; only the values of enums may differ."""

    def __str__(self) -> str:
        return (
            f"The attribute '{self.conflicting_attribute_name}' has another type "
            f"on product type '{self.conflicting_product_type_name}'."
        )


@dataclass
class AttributeNameDoesNotExist(ApiError):
    invalid_attribute_name: str

    def __str__(self) -> str:
        return f"There is no attribute definition with name '{self.invalid_attribute_name}'."


@dataclass
class DuplicateEnumValues(ApiError):
    duplicates: list[str]

    def __str__(self) -> str:
        return f"The enum values have duplicate keys: {', '.join(self.duplicates)}."


@dataclass
class EnumKeyAlreadyExists(ApiError):
    conflicting_enum_key: str
    conflicting_attribute_name: str

    def __str__(self) -> str:
        return f"The attribute '{self.conflicting_attribute_name}' already has a value '{self.conflicting_enum_key}'."


@dataclass
class EnumKeyDoesNotExist(ApiError):
    conflicting_enum_key: str
    conflicting_attribute_name: str

    def __str__(self) -> str:
        return f"The attribute '{self.conflicting_attribute_name}' has no value '{self.conflicting_enum_key}'."


@dataclass
class EnumValueIsUsed(ApiError):
    """The attribute is required, so products could not lose the value."""

    def __str__(self) -> str:
        return "Values of a required enum attribute cannot be removed while products use them."


@dataclass
class EnumValuesMustMatch(ApiError):
    def __str__(self) -> str:
        return "The new order must hold exactly the values that the attribute has."
