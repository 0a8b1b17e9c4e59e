"""The shape of a document for predicates and sorting, from the fields it declares."""

from collections.abc import Mapping

from common.predicates import Shape
from common.predicates.shape_of import field_of
from common.resources.document import Resource, type_of


def document_shape(document: type[Resource]) -> Shape:
    """Public fields only: what starts with an underscore, and the project, cannot be asked for, but by the names that
    the document's ``asked_as`` gives some of it: ``lowercaseEmail``.
    """
    public = {
        field.db_field: field_of(type_of(field))
        for field in document._fields.values()
        if field.db_field[0] != "_" and field.db_field != "projectKey"
    }
    asked_as: Mapping[str, str] = getattr(document, "asked_as", {})
    named = {"id": field_of(str), **public, **{name: field_of(str) for name in asked_as}}
    return Shape(named, at_rest={"id": "_id", **asked_as})
