"""The shape of a document for predicates and sorting, from the fields it declares."""

from common.predicates import Shape
from common.predicates.shape_of import field_of
from common.resources.document import Resource, type_of


def document_shape(document: type[Resource]) -> Shape:
    """Public fields only: what starts with an underscore, and the project, cannot be asked for."""
    public = {
        field.db_field: field_of(type_of(field))
        for field in document._fields.values()
        if field.db_field[0] != "_" and field.db_field != "projectKey"
    }
    return Shape({"id": field_of(str), **public}, at_rest={"id": "_id"})
