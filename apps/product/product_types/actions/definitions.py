"""Attribute definitions come, go, change their order and what they say."""

from dataclasses import dataclass
from typing import Any, Literal

from apps.product.product_types.actions.one_definition import OnDefinition, named, with_value
from apps.product.product_types.definitions import AttributeDefinition, AttributeName, InputHint
from apps.product.product_types.document import ProductType
from apps.product.product_types.draft import add_definition, check_name_is_free
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.order import in_order
from common.values.localized import Localized
from common.wire.json import Json


@dataclass(frozen=True)
class AddAttributeDefinition:
    attribute: AttributeDefinition

    def apply(self, product_type: ProductType, context: Context) -> None:
        add_definition(product_type, self.attribute, context)


@dataclass(frozen=True)
class RemoveAttributeDefinition:
    name: AttributeName

    def apply(self, product_type: ProductType) -> None:
        gone = named(product_type, self.name)
        product_type.attributes = [each for each in product_type.attributes if each is not gone]
        product_type.leaves_behind(self.name)


@dataclass(frozen=True)
class ChangeAttributeName:
    attribute_name: AttributeName
    new_attribute_name: AttributeName

    def apply(self, product_type: ProductType, context: Context) -> None:
        definition = named(product_type, self.attribute_name)
        renamed = with_value(definition, "name", self.new_attribute_name)
        check_name_is_free(product_type, renamed, context)
        product_type.attributes = [renamed if each is definition else each for each in product_type.attributes]
        product_type.leaves_behind(self.attribute_name, name=self.new_attribute_name)


@dataclass(frozen=True)
class ChangeAttributeOrderByName:
    attribute_names: tuple[str, ...]

    def apply(self, product_type: ProductType) -> None:
        product_type.attributes = in_order(product_type.attributes, "name", self.attribute_names)


@dataclass(frozen=True)
class ChangeAttributeOrder:
    """The older form, which repeats the definitions; only their names count."""

    attributes: tuple[AttributeDefinition, ...]

    def apply(self, product_type: ProductType) -> None:
        ChangeAttributeOrderByName(tuple(each.name for each in self.attributes)).apply(product_type)


@dataclass(frozen=True, kw_only=True)
class ChangeLabel(OnDefinition):
    label: Localized

    def change(self, definition: Json) -> Json:
        return with_value(definition, "label", self.label)


@dataclass(frozen=True, kw_only=True)
class SetInputTip(OnDefinition):
    input_tip: Localized | None = None

    def change(self, definition: Json) -> Json:
        return with_value(definition, "inputTip", self.input_tip)


@dataclass(frozen=True, kw_only=True)
class ChangeInputHint(OnDefinition):
    new_value: InputHint

    def change(self, definition: Json) -> Json:
        return with_value(definition, "inputHint", self.new_value)


@dataclass(frozen=True, kw_only=True)
class ChangeIsSearchable(OnDefinition):
    is_searchable: bool

    def change(self, definition: Json) -> Json:
        return with_value(definition, "isSearchable", self.is_searchable)


@dataclass(frozen=True, kw_only=True)
class ChangeAttributeConstraint(OnDefinition):
    """Only towards less: products that exist could not be asked to obey more."""

    new_value: Literal["None"]

    def change(self, definition: Json) -> Json:
        return with_value(definition, "attributeConstraint", self.new_value)


def definitions(actions: Actions[Any]) -> None:
    actions("addAttributeDefinition")(AddAttributeDefinition)
    actions("changeAttributeConstraint")(ChangeAttributeConstraint)
    actions("changeAttributeName")(ChangeAttributeName)
    actions("changeAttributeOrder")(ChangeAttributeOrder)
    actions("changeAttributeOrderByName")(ChangeAttributeOrderByName)
    actions("changeInputHint")(ChangeInputHint)
    actions("changeIsSearchable")(ChangeIsSearchable)
    actions("changeLabel")(ChangeLabel)
    actions("removeAttributeDefinition")(RemoveAttributeDefinition)
    actions("setInputTip")(SetInputTip)
