"""Tax categories: products of one category are taxed alike, by rates per country and state.

https://docs.commercetools.com/api/projects/taxCategories
"""

from typing import ClassVar

from common.errors import InvalidOperation
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.tax_rates import TaxRate
from common.values.texts import Key


def _name_is_taken(name: str) -> InvalidOperation:
    return InvalidOperation(f"There is already a tax category with the name '{name}'.")


class TaxCategory(Resource):
    meta: ClassVar = {"collection": "tax_categories", "db_alias": "product"}
    unique: ClassVar = (Unique("key"), Unique("name", refusal=_name_is_taken))

    key = JsonField(Key)
    name = JsonField(str, required=True)
    description = JsonField(str)
    rates = JsonField(tuple[TaxRate, ...], default=list)
