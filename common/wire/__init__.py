"""Between Python and the wire: frozen dataclasses in and out, camelCase, text times, OpenAPI."""

from common.names import camel
from common.wire.dump import dump, fields_of
from common.wire.read import read
from common.wire.schema import schema_of

__all__ = ["camel", "dump", "fields_of", "read", "schema_of"]
