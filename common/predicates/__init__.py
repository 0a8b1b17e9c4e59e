"""The query predicate language: ``name(en = "Hats") and not (orderHint > "0.5" or parent is not defined)``.

One tree (``syntax``), made by ``parse``, read in two ways that agree: ``to_mongo`` asks the database, ``matches``
asks one object in memory. A ``Shape`` says which fields a stored type has; what it does not know is refused.

https://docs.commercetools.com/api/predicates/query
"""

from common.predicates.matches import matcher, matches
from common.predicates.parser import parse
from common.predicates.shape import Kind, Many, Shape
from common.predicates.shape_of import shape_of
from common.predicates.to_mongo import all_of, to_mongo
from common.predicates.variables import bind

__all__ = ["Kind", "Many", "Shape", "all_of", "bind", "matcher", "matches", "parse", "shape_of", "to_mongo"]
